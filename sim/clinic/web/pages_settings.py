"""Settings: locking, the folder, the passphrase, recovery words, keys, a backup."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import FileResponse, Response
from starlette.background import BackgroundTask

from sim.clinic.desk.backup import write_backup
from sim.clinic.desk.settings import LOCK_CHOICES
from sim.clinic.errors import ClinicError
from sim.clinic.web.door import SHORTEST_PASSPHRASE, check_new
from sim.clinic.web.page import Here, Page
from sim.privacy.errors import VaultError

router = APIRouter()


@router.get("/settings")
def settings(page: Here) -> Response:
    """All of them on one page."""
    page.desk.log.add("looked_at_settings")
    return page.show(
        "settings.html",
        lock_minutes=page.desk.settings.lock_minutes,
        choices=LOCK_CHOICES,
        folder=page.desk.settings.folder or "",
        has_folder=bool(page.desk.settings.folders),
        shortest=SHORTEST_PASSPHRASE,
        has_recovery=page.desk.vault.has_recovery,
        waiting_keys=len(page.desk.post.to_hand_over()),
        vault=page.desk.vault.folder,
    )


@router.post("/settings/lock")
def set_lock(page: Here) -> Response:
    """How soon the desk locks itself."""
    given = page.field("minutes")
    return _done(
        page,
        lambda: page.desk.settings.set_lock(int(given) if given.isdigit() else 0),
        "The desk locks itself by the new time.",
    )


@router.post("/settings/folder")
def set_folder(page: Here) -> Response:
    """The folder that both sides see."""
    given = page.field("folder", 4000)
    said = "The folder is set; it is looked into from now on."
    return _done(
        page,
        lambda: page.desk.settings.set_folder(given),
        said if given else "No folder is looked into any more.",
    )


def _done(page: Page, change: object, said: str) -> Response:
    """Do one change, log it, and say so; or why not."""
    assert callable(change)
    try:
        change()
    except (ClinicError, VaultError) as refused:
        page.say(str(refused), "bad")
        return page.go("/settings")
    page.desk.log.add("settings")
    page.say(said)
    return page.go("/settings")


@router.post("/settings/passphrase")
def passphrase(page: Here) -> Response:
    """A new passphrase; everything is encrypted anew under it."""
    now, new, again = (_secret(page, name) for name in ("now", "passphrase", "again"))
    try:
        page.door.check(now)
        check_new(new, again)
        page.desk.vault.change_passphrase(new)
    except (ClinicError, VaultError) as refused:
        page.say(str(refused), "bad")
        return page.go("/settings#passphrase")
    page.desk.log.add("passphrase")
    page.say("Your new passphrase holds. Recovery words made before open nothing now.")
    return page.go("/settings")


@router.post("/settings/recovery")
def recovery(page: Here) -> Response:
    """Twelve words that open the desk once more, shown this once."""
    try:
        page.door.check(_secret(page, "now"))
    except (ClinicError, VaultError) as refused:
        page.say(str(refused), "bad")
        return page.go("/settings#recovery")
    if page.field("do") == "remove":
        page.desk.vault.remove_recovery()
        page.desk.log.add("recovery_removed")
        page.say("The recovery words open nothing any more.")
        return page.go("/settings#recovery")
    words = page.desk.vault.new_recovery()
    page.desk.log.add("recovery")
    return page.show("recovery_words.html", words=words)


@router.post("/settings/rotate")
def rotate(page: Here) -> Response:
    """New keys, and letters about them."""
    count = page.desk.rotate()
    letters = f"{count} letter{'' if count == 1 else 's'}"
    page.say(
        f"You have new keys. {letters} about them wait: each client's page has theirs, "
        "and every new assignment reminds you."
    )
    return page.go("/settings#keys")


@router.post("/settings/keys-to-folder")
def keys_to_folder(page: Here) -> Response:
    """All letters about new keys into the folder."""
    try:
        count = page.carrier.put_keys()
    except ClinicError as refused:
        page.say(str(refused), "bad")
        return page.go("/settings#keys")
    page.say(f"{count} letter{'' if count == 1 else 's'} lie in the folders.")
    return page.go("/settings#keys")


@router.post("/settings/anew")
def anew(page: Here) -> Response:
    """End every pairing: somebody may have had this computer."""
    if page.field("sure") != "end all":
        page.say("Nothing was changed: type “end all” to confirm it.", "bad")
        return page.go("/settings#keys")
    page.desk.begin_anew()
    page.say("Every pairing has ended. Invite your clients again, one by one.")
    return page.go("/clients")


@router.post("/settings/backup")
def backup(page: Here) -> Response:
    """A copy of the desk to keep elsewhere."""
    path = write_backup(page.desk.vault)
    page.desk.log.add("backup")
    name = f"visavis-desk-{page.desk.now().date()}.zip"
    return FileResponse(
        path,
        media_type="application/zip",
        filename=name,
        background=BackgroundTask(path.unlink, missing_ok=True),
    )


def _secret(page: Page, name: str) -> str:
    """A passphrase as it was typed: spaces around it belong to it."""
    value = page.form.get(name)
    return value if isinstance(value, str) else ""
