"""How large a file may be before it has been written anywhere."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

TOO_LARGE = "earlyhelp.too_large"  # in request.META: names of the questions


class RefusingTooLarge(FileUploadHandler):
    """Stands before Django's own handlers: what is too large is read past and kept nowhere.

    The form is still read, so its page can say which file it was and keep what was typed.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.so_far = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.so_far += len(raw_data)
        if self.so_far > settings.LARGEST_FILE:
            assert self.request is not None
            self.request.META.setdefault(TOO_LARGE, set()).add(self.field_name)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
