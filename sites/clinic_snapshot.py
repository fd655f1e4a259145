"""The clinics in one small file of this machine: what forms, answers and error pages need when the database is away.

A worker writes it while the database answers. Nothing in it is a visitor's.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from wagtail.models import Site

from protection.durable_files import replace_file
from sites.compiled_queries import keep_prefetched
from sites.models import Clinic, HomePage
from sites.models.contact_details import DETAILS, in_order
from sites.rows_as_json import from_json

# For staff and mail; no page shows them.
LEFT_OUT = {"alert_emails", "sender_name", "sender_email"}


def snapshot_path() -> Path:
    return Path(settings.SPOOL_DIR) / "clinics.json"


def write_snapshot() -> bool:
    """Write the file anew where it is outdated. Returns whether it was.

    Raises:
        OSError: the disk takes nothing.
    """
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    content = {
        "network_name": site_name(site) if site else "",
        "clinics": [clinic_as_json(clinic) for clinic in Clinic.objects.with_contact_details()],
    }
    return write_json_if_changed(snapshot_path(), content)


def site_name(site: Site) -> str:
    home = site.root_page
    return site.site_name or (str(home.title) if home.specific_class is HomePage else "")


def write_json_if_changed(path: Path, content: object) -> bool:
    new = json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False).encode()
    if path.exists() and path.read_bytes() == new:
        return False
    replace_file(path, new)
    return True


def clinics_without_database() -> list[Clinic]:
    """Every clinic as it was last seen, with contact details and successors; none before a worker has run here."""
    return list(_read(*_version(snapshot_path()))[1])


def network_name_without_database() -> str:
    return _read(*_version(snapshot_path()))[0] or settings.WAGTAIL_SITE_NAME


def _version(path: Path) -> tuple[Path, int, int]:
    try:
        found = path.stat()
    except OSError:
        return path, 0, 0
    return path, found.st_ino, found.st_mtime_ns


@lru_cache(maxsize=1)
def _read(path: Path, inode: int, modified_ns: int) -> tuple[str, tuple[Clinic, ...]]:
    """Once a version of the file."""
    try:
        content = json.loads(path.read_bytes())
        clinics = [clinic_from_json(values) for values in content["clinics"]]
    except (OSError, ValueError, LookupError):  # a visitor is helped without it too
        return "", ()
    by_id = {clinic.pk: clinic for clinic in clinics}
    for clinic in clinics:
        if clinic.successor_id in by_id:
            clinic.successor = by_id[clinic.successor_id]
    return str(content["network_name"]), tuple(clinics)


def clinic_as_json(clinic: Clinic) -> dict[str, Any]:
    return {
        "row": columns(clinic, without=LEFT_OUT),
        "details": {name: [columns(row) for row in getattr(clinic, name).all()] for name in DETAILS},
    }


def columns(row: models.Model, *, without: set[str] = frozenset()) -> dict[str, Any]:  # type: ignore[assignment]
    fields = [field for field in row._meta.concrete_fields if field.name not in without]
    return {field.attname: getattr(row, field.attname) for field in fields}


def clinic_from_json(values: dict[str, Any]) -> Clinic:
    """As read from the database, so that nothing of it asks there again."""
    clinic: Clinic = row_from_json(Clinic, values["row"])
    for name, model in DETAILS.items():
        rows = [row_from_json(model, row) for row in values["details"].get(name, [])]
        keep_prefetched(clinic, name, in_order(model, rows), model)
    return clinic


def row_from_json[Row: models.Model](model: type[Row], values: dict[str, Any]) -> Row:
    """A column that the file does not have, one of a later version for instance, has its default."""
    fields = model._meta.concrete_fields
    return from_json(model, {field.attname: values.get(field.attname, field.get_default()) for field in fields})
