"""What the user's rights mean for pairings: seen, taken along without keys, erased."""

from __future__ import annotations

import json
from pathlib import Path

from sim.own_data import kept
from sim.privacy.consents import Consents
from sim.privacy.export import export
from sim.privacy.overview import look
from sim.privacy.taking_in import take_in
from sim.privacy.vault import Vault
from tests.clinic.people import Person
from tests.privacy.test_vault import source

Pair = tuple[Person, Person]


def fill(therapist: Person, client: Person) -> None:
    """Every note that the post can keep."""
    client.post.take(therapist.post.rotate()[0].raw)
    client.post.rotate()
    client.post.invite("Kim")


def test_no_export_holds_a_private_key(pair_of: Pair, tmp_path: Path) -> None:
    therapist, client = pair_of
    fill(therapist, client)
    held = [client.post.own.sign, client.post.own.box]
    held += client.post._keys.former(client.clock())
    held += [
        bytes.fromhex(row["key"])
        for row in client.vault.notes.get("post.invitations").values()
    ]
    for form in ("json", "markdown", "html"):
        path = tmp_path / f"all.{form}"
        export(client.vault, path, form, with_hidden=True)  # type: ignore[arg-type]
        text = path.read_text("utf-8")
        assert "therapist" in text, "whom one is paired with is the user's to see"
        for key in held:
            assert key.hex() not in text
    body = json.loads((tmp_path / "all.json").read_text("utf-8"))
    names = {one for one in body["notes"] if one.startswith("post.")}
    assert all(one.startswith("post.peer.") for one in names)


def test_an_import_brings_neither_keys_nor_people(
    pair_of: Pair, tmp_path: Path
) -> None:
    _, client = pair_of
    path = tmp_path / "all.json"
    export(client.vault, path)
    body = json.loads(path.read_text("utf-8"))
    body["notes"] |= {
        name: value for name, value in client.kept().items() if "post" in name
    }
    path.write_text(json.dumps(body), "utf-8")
    with Vault.create(source(), tmp_path / "elsewhere") as other:
        take_in(other, path, lambda _: None)
        assert not [name for name in other.notes.all() if name.startswith("post.")]


def test_the_overview_says_whom_one_is_paired_with(pair_of: Pair) -> None:
    therapist, client = pair_of
    assert look(client.vault).paired == ("therapist",)
    assert any("therapist" in line for line in kept(look(client.vault)))
    client.post.revoke("therapist")
    assert look(client.vault).paired == ()
    assert look(therapist.vault).paired == ("Robin",), "they have not heard yet"


def test_sharing_is_asked_for_and_nothing_is_a_yes_by_itself(client: Person) -> None:
    told = Consents(client.vault)
    told.agree_at_start()
    assert not told.is_given("share")
    told.answer("share", is_given=True)
    assert told.is_given("share")
    told.answer("share", is_given=False)
    assert not told.is_given("share")


def test_erasing_everything_takes_the_keys_along(pair_of: Pair) -> None:
    _, client = pair_of
    folder = client.vault.folder
    client.vault.erase_all()
    left = {one.name for one in folder.iterdir() if one.stat().st_size}
    assert left <= {"lock"}
