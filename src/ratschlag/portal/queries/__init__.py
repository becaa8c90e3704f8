"""What the pages of the whole show: the process, the frame around every page, the desk."""
