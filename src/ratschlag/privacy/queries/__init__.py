"""What pages need to know about cookies, counts and keeping."""
