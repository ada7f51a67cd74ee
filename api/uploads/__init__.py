"""The inbox: hostile files in, ledgers out.

A request is read piece by piece (`form`), its files are written under numbers (`arriving`), ZIPs are unpacked within limits (`zips`),
every file is judged by its ending and its content (`judging`, `workbooks`, `settings`), and what is accepted lies in the upload's folder
under a clean name (`names`), ready for the loaders. What is refused is refused with a sentence and not kept.
"""

from __future__ import annotations

from api.uploads.errors import AllRefusedError, FormError, NoSuchUploadError, TooLargeError, UploadError
from api.uploads.form import leading_fields, read_form
from api.uploads.inbox import Inbox
from api.uploads.limits import UploadLimits
from api.uploads.upload import Received, Upload

__all__ = [
    "AllRefusedError",
    "FormError",
    "Inbox",
    "NoSuchUploadError",
    "Received",
    "TooLargeError",
    "Upload",
    "UploadError",
    "UploadLimits",
    "leading_fields",
    "read_form",
]
