"""Pictures of Clients: a file with its timeline, a stylist's view of it, the form with an error."""

from salon_pos.db.queries import cards, people, value
from salon_pos.domain.rights import Role
from salon_pos.ui.clients.room import ClientsRoom
from tests.pictures.stage import Stage


def clients(stage: Stage) -> None:
    """A search in pinyin and the file of its first answer."""
    room = _room(stage)
    room.finder.search.setText("zh")
    room.finder.list.pick_current()


def clients_cards(stage: Stage) -> None:
    """What a member has, why this tier, and every entry with its sentence."""
    room = _room(stage)
    shown = [one.client.id for one in people.recent_clients(limit=40)]
    having = [id_ for id_ in shown if value.packs_of(id_) and cards.cards_of(id_)]
    room.open_client(having[0])
    room.turn()


def clients_list(stage: Stage) -> None:
    """What a narrow window shows first."""
    _room(stage)


def clients_stylist(stage: Stage) -> None:
    """Neither phones nor keys to change anything."""
    room = _room(stage, Role.STYLIST)
    room.finder.search.setText("zh")
    room.finder.list.pick_current()


def clients_edit(stage: Stage) -> None:
    """The form, with a birthday nobody can read."""
    room = _room(stage)
    room.finder.search.setText("zh")
    room.edit()
    assert room.panel is not None
    room.panel.form.set_values({"birthday": "21/5"})
    room.panel.form.submit()


def clients_none(stage: Stage) -> None:
    """Nobody answers."""
    _room(stage).finder.search.setText("qqq")


def clients_retired(stage: Stage) -> None:
    """One client was retired, and can come back."""
    room = _room(stage)
    room.retire()
    room.finder.retired.click()
    room.finder.list.pick_current()


def _room(stage: Stage, role: Role = Role.OWNER) -> ClientsRoom:
    stage.desk.sign_in(next(m for m in people.staff_members() if m.role is role))
    stage.shell.show_room("clients")
    room = stage.shell.room("clients")
    assert isinstance(room, ClientsRoom)
    return room


SCREENS = (
    clients, clients_cards, clients_list, clients_stylist, clients_edit, clients_none,
    clients_retired,
)  # fmt: skip
