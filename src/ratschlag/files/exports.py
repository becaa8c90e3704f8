"""Hands a file out so that no browser takes it for a page of ours."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from ratschlag.files.models import File


def file_response(request: HttpRequest, file: File) -> HttpResponse:
    """To be saved or shown by its own program; never run, framed or guessed at."""
    etag = f'"{file.sha256}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(bytes(file.content), content_type=file.content_type)
        response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response["ETag"] = etag
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
