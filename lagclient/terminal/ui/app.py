"""The interface itself: what its keys do, and the calls of the API behind it."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import signal
import time
from pathlib import Path
from typing import (
    Any,
    Awaitable,
    Callable,
    ClassVar,
    Iterable,
    List,
    Optional,
    Set,
    Tuple,
    Type,
    TypeVar,
    cast,
)

import click
from rich.text import Text
from textual import events, work
from textual.app import App, ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.types import AnimationLevel, CSSPathType
from textual.widgets import Footer, Static
from textual.worker import WorkerState

from lagclient.client import AsyncClient
from lagclient.errors import LagAPIError, LagAuthError
from lagclient.terminal import places
from lagclient.terminal.exits import TERMINATED
from lagclient.terminal.live import CONNECTED, Frame
from lagclient.terminal.printable import one_line
from lagclient.terminal.ui import lines
from lagclient.terminal.ui.composer import Composer
from lagclient.terminal.ui.dialogs import Ask, Confirm, Keys
from lagclient.terminal.ui.feed import Feed
from lagclient.terminal.ui.rows import Messages, Places, Rows, content_of
from lagclient.terminal.ui.search import PlaceProvider
from lagclient.terminal.ui.state import PAGE, PEOPLE, TYPING_SECONDS, Entry, State, name_of
from lagclient.terminal.ui.themes import THEMES
from lagclient.terminal.wording import with_options, without_tokens

T = TypeVar("T")

ROOMY = 32
"""Number of lines of a screen from which on messages are spaced."""
CONNECT_SECONDS = 3.0
"""How long the first lists wait for the connection of live events."""
QUIT_SECONDS = 5.0
"""How long the end waits for what is being sent."""
AT_ONCE = 5
"""Number of requests that load servers at the same time."""


class Interface(App[None]):
    """Talk in rooms and with people."""

    TITLE: Optional[str] = "lag"
    CSS_PATH: ClassVar[Optional[CSSPathType]] = Path(__file__).with_name("app.tcss")
    COMMANDS = App.COMMANDS | {PlaceProvider}
    HORIZONTAL_BREAKPOINTS: Optional[List[Tuple[int, str]]] = [  # noqa: RUF012  # as in the base
        (0, "-narrow"),
        (60, "-normal"),
        (120, "-wide"),
    ]
    BINDINGS: ClassVar[List[BindingType]] = [
        Binding("ctrl+p", "search", "Go to", key_display="^p"),
        Binding("f1", "help", "Keys", key_display="F1"),
        Binding("ctrl+n", "next_unread", "Unread", key_display="^n"),
        Binding("ctrl+b", "list", "List", key_display="^b"),
        Binding("ctrl+r", "reload", show=False),
        Binding("ctrl+c", "quit", show=False),
        Binding("ctrl+q", "quit", "Quit", key_display="^q", priority=True),
        Binding("alt+up", "step(-1)", show=False),
        Binding("alt+down", "step(1)", show=False),
    ]
    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False  # its key would have another name in the footer

    def __init__(
        self, client: AsyncClient, token: str, *, theme: str = "dark", wanted: Optional[str] = None
    ) -> None:
        """Prepare the interface.

        Args:
            client: The client of a user; the interface closes it.
            token: The token of the same user, for live events.
            theme: ``dark`` or ``light``.
            wanted: The name of the room or the person to open first.
        """
        super().__init__()
        for one in THEMES:
            self.register_theme(one)
        self.theme = theme
        self.animation_level: AnimationLevel = (
            "none"  # each step of one is a frame to be sent over ssh
        )
        self.state: State = State()
        self.failure: Optional[LagAuthError] = None
        """Why the interface has ended by itself: the API refuses the token."""
        self._client: Any = client
        self._token, self._wanted = token, wanted
        self._feed: Optional[Feed] = None
        self._folded: Set[str] = set()
        self._is_live = False
        self._tried: asyncio.Event
        """Set once a connection for live events was tried."""
        self._is_begun = False
        self._is_over = False
        """The parts of the screen go one after the other, while calls and events still come."""
        self._new = 0
        self._reply: Any = None
        self._edit: Any = None
        self._sending: Optional[asyncio.Lock] = None
        self._unsent: int = 0
        """Number of texts that are being sent."""
        self._is_refused = False

    # What is on the screen

    def compose(self) -> ComposeResult:
        """Draw the parts of the screen."""
        with Horizontal(id="body"):
            with Vertical(id="side"):
                yield Static(id="me", markup=False)
                yield Places("places")
            with Vertical(id="main"):
                yield Static(id="title", markup=False)
                yield Messages("messages")
                yield Static(id="notice", markup=False)
                yield Static(id="aim", markup=False)
                yield Composer()
        yield Footer(show_command_palette=False)

    @property
    def _base(self) -> Screen[Any]:
        """The screen below questions and the palette."""
        return self.screen_stack[0]

    def draw(self) -> None:
        """Show the state."""
        if self._is_over:
            return
        state, entry = self.state, self.state.opened
        width = self._base.query_one("#side").size.width or 26
        places_shown = self._base.query_one(Places)
        places_shown.show(lines.place_rows(state, self._folded, width - 1))
        live: lines.Part = ("●", "$text-success") if self._is_live else ("○", "$text-warning")
        me = "" if state.me is None else f" {name_of(state.me)}"
        self._base.query_one("#me", Static).update(content_of([live, (me, "bold")]))
        title: List[lines.Part] = [("lag", "bold")]
        rows: List[lines.Row] = []
        if entry is not None:
            title = [(f"{entry.symbol} ", "dim"), (entry.title, "bold")]
            title.append((f"  {entry.group or self._about(entry)}", "dim"))
            title.append((lines.typing_text(state.typists(entry.place.id, self._now())), "italic"))
            is_spaced = self.size.height >= ROOMY
            rows = lines.message_rows(entry.timeline, state.me, self._new, is_spaced)
        self._base.query_one("#title", Static).update(content_of(title))
        self._base.query_one(Messages).show(rows)

    def _about(self, entry: Entry) -> str:
        return f"@{one_line(entry.other.username)} {self.state.statuses.get(entry.other.id, '')}"

    def _now(self) -> float:
        return time.monotonic()

    def complain(self, message: str) -> None:
        """Show an error as a line; an empty one hides the line."""
        if self._is_over:
            return
        notice = self._base.query_one("#notice", Static)
        notice.update(one_line(without_tokens(with_options(message))))
        notice.set_class(bool(message), "-shown")

    def _aim_at(self, *, reply: Any = None, edit: Any = None) -> None:
        """Let the composer answer or change a message."""
        self._reply, self._edit = reply, edit
        target = reply or edit
        aim = self._base.query_one("#aim", Static)
        aim.set_class(target is not None, "-shown")
        if target is not None:
            text = f"{'Reply to' if reply else 'Edit'} {name_of(target)}: "
            aim.update(f"{text}{one_line(target.content)[:200]}")
            self.action_write()

    # Calls

    async def _try(self, what: str, call: Awaitable[T], *fatal: Type[LagAPIError]) -> Optional[T]:
        """Return the result of a call; if it fails, show why and return None."""
        try:
            return await call
        except fatal:
            raise
        except LagAPIError as error:
            self.complain(f"{what}: {error}")
        return None

    async def on_mount(self) -> None:
        """Load everything."""
        self._sending = asyncio.Lock()  # Python 3.9 binds them to the loop that runs
        self._tried = asyncio.Event()
        with contextlib.suppress(NotImplementedError):  # Windows
            asyncio.get_running_loop().add_signal_handler(
                signal.SIGTERM, self.exit, None, TERMINATED
            )
        self._start()

    @work(exit_on_error=False)
    async def _start(self) -> None:
        self._feed = Feed(
            self._client._settings.base_url,
            self._token,
            (),
            lambda frame: self.call_later(self._take, frame),
            self._say_lost,
        )
        self._feed.start()
        try:
            self.state.me = await self._try("Not loaded", self._client.users.me(), LagAuthError)
        except LagAuthError as error:  # nothing would ever be shown
            self.failure = error
            self.exit()
            return
        # What is fetched after the connection misses nothing, so it is fetched once.
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._tried.wait(), CONNECT_SECONDS)
        self._is_begun = True
        await self._load()
        if self.state.opened is None:
            self._open_first()

    def _open_first(self) -> None:
        """Open the place that is wanted, else the first one."""
        entry = next(self.state.entries(), None)
        if self._wanted is not None:
            try:
                entry = self.state.named(self._wanted)
            except click.ClickException as error:
                self.complain(error.format_message())
                return
        if entry is not None:
            self.open(entry)

    async def _load(self) -> None:
        """Fetch servers, rooms, conversations and friends."""
        await asyncio.gather(self._load_rooms(), self._load_people())

    async def _load_rooms(self) -> None:
        servers = await self._try("Servers not loaded", self._client.servers.list())
        if servers is None:
            return
        self.state.servers = servers
        gate = asyncio.Semaphore(AT_ONCE)

        async def load(server: Any) -> None:
            async with gate:
                what = f"Rooms of {one_line(server.name)} not loaded"
                rooms = await self._try(what, self._client.servers.rooms.list(server.id))
            if rooms is not None:
                client, name = self._client, one_line(server.name)
                every = [Entry(places.room(client, server.id, one), name) for one in rooms]
                self.state.put_rooms(server, every)
                self.draw()

        await asyncio.gather(*map(load, servers))
        if self._feed is not None:
            await self._feed.subscribe([one.id for one in servers])

    async def _load_people(self) -> None:
        conversations = await self._try("Conversations not loaded", self._client.dms.list())
        if conversations is not None:
            self.state.put_conversations([self._conversation(one) for one in conversations])
        friends = await self._try("Friends not loaded", self._client.friends.list())
        requests = await self._try("Friend requests not loaded", self._client.friends.requests())
        if friends is not None and requests is not None:
            self.state.put_friends(friends, requests.incoming)
            await self._send_frame(
                {"type": "subscribe_presence", "userIds": [one.user.id for one in friends]}
            )
        self.draw()

    def _conversation(self, one: Any) -> Entry:
        place = places.conversation(self._client, one.id, one.other_user.username)
        return Entry(place, "", one.other_user, one.unread_count or 0)

    async def _send_frame(self, frame: Frame) -> None:
        if self._feed is not None:
            await self._feed.send(frame)

    # Live events

    async def _take(self, frame: Frame) -> None:
        if frame["type"] == CONNECTED:
            self._is_live = True
            self.complain("")
            self._tried.set()
            if self._is_begun:
                self._refresh()
        elif frame["type"] == "error":
            self.complain(f"The API: {frame.get('message')}")
        else:
            stale = self.state.apply(frame, self._now())
            if stale is not None:
                self._reload_part(stale)
            elif self.state.opened is not None and "_message" in frame["type"]:
                self._mark_read()
            elif frame["type"].endswith("_typing"):
                self.set_timer(TYPING_SECONDS, self.draw)
        self.draw()

    def _say_lost(self, text: str) -> None:
        self.call_later(self._lose, text)

    def _lose(self, text: str) -> None:
        self._is_live = False
        self._tried.set()
        self.complain(text)
        self.draw()

    @work(exit_on_error=False, group="refresh", exclusive=True)
    async def _refresh(self) -> None:
        """Fetch what was missed while no connection was there."""
        await self._load()
        if self.state.opened is not None:
            await self._fetch(self.state.opened)

    @work(exit_on_error=False)
    async def _reload_part(self, part: str) -> None:
        await (self._load_people() if part == PEOPLE else self._load_rooms())

    # Opening a place

    def open(self, entry: Entry) -> None:
        """Show a room or a conversation."""
        if self._is_over:
            return
        old, composer = self.state.opened, self._base.query_one(Composer)
        if old is not None:
            old.draft = composer.text if self._edit is None else ""
        self._aim_at()
        self._new, entry.unread = entry.unread, 0
        self.state.opened = entry
        composer.write(entry.draft)
        composer.placeholder = Content(f"Message {entry.symbol}{entry.title}")
        self._base.remove_class("-list")
        self._base.query_one(Messages).highlighted = None
        self.complain("")
        self.draw()
        self._base.query_one(Places).choose(f"entry:{entry.place.id}")
        self._base.query_one(Messages).to_end()
        composer.focus()
        self._fetch_opened(entry)

    @work(exit_on_error=False, group="fetch", exclusive=True)
    async def _fetch_opened(self, entry: Entry) -> None:
        await self._fetch(entry)
        self._mark_read()

    async def _fetch(self, entry: Entry) -> None:
        page = await self._try("Messages not loaded", _listed(entry.place.history(limit=PAGE)))
        if page is not None:
            entry.timeline.put_newest(page)
            self.draw()

    @work(exit_on_error=False, group="older")
    async def _fetch_older(self, entry: Entry) -> None:
        oldest = next(iter(entry.timeline), None)
        if oldest is None or not entry.timeline.has_older:
            return
        call = _listed(entry.place.history(limit=PAGE, before=oldest.id))
        page = await self._try("Older messages not loaded", call)
        if page is not None:
            entry.timeline.put_older(page)
            self.draw()

    @work(exit_on_error=False, group="read", exclusive=True)
    async def _mark_read(self) -> None:
        """Say that the open place is read."""
        entry = self.state.opened
        last = None if entry is None else max(entry.timeline, default=None, key=_moment)
        if entry is not None and last is not None:
            prefix = entry.place.prefix
            when = last.created_at.isoformat()
            await self._send_frame(
                {"type": f"mark_{prefix}_read", entry.place.key: entry.place.id, "timestamp": when}
            )

    async def open_row(self, id: str) -> None:
        """Do what a row of the list stands for."""
        kind, _, key = id.partition(":")
        entry = self.state.entry(key)
        if kind == "entry" and entry is not None:
            self.open(entry)
        elif kind == "friend":
            self._open_friend(key)
        elif kind == "request":
            self.complain("Press a to accept the friend request, or x to decline it")
        elif kind == "server":
            self._folded ^= {key}
            self.draw()

    @work(exit_on_error=False)
    async def _open_friend(self, user_id: str) -> None:
        conversation = await self._try("Not opened", self._client.dms.create(user_id))
        if conversation is not None:
            entry = self.state.entry(conversation.id)
            if entry is None:
                entry = self._conversation(conversation)
                self.state.conversations.insert(0, entry)
            self.open(entry)

    # Events of the parts

    async def on_option_list_option_selected(self, event: Rows.OptionSelected) -> None:
        """Open what is chosen in the list; a chosen message stays highlighted."""
        if event.option_list.id == "places" and event.option.id is not None:
            await self.open_row(event.option.id)

    def on_option_list_option_highlighted(self) -> None:
        """Show the keys that fit what is highlighted."""
        self.refresh_bindings()

    def check_action(self, action: str, parameters: Tuple[object, ...]) -> Optional[bool]:  # noqa: ARG002
        """Return whether a key does something now."""
        if action == "answer":
            return self._request is not None
        if action == "remove_friend":
            return self._friend is not None
        if action == "block":
            return self._person is not None
        if action in ("edit", "delete"):
            target, me = self._target, self.state.me
            return target is not None and me is not None and target.user_id == me.id
        if action == "open_address":
            return self._target is not None and lines.address_in(self._target) is not None
        return True

    def on_messages_top_reached(self) -> None:
        """Fetch older messages."""
        if self.state.opened is not None:
            self._fetch_older(self.state.opened)

    def on_composer_submitted(self, event: Composer.Submitted) -> None:
        """Send the text, or the change."""
        entry = self.state.opened
        if entry is None:
            self._base.query_one(Composer).write(event.text)
            return
        self._unsent += 1
        self._send(entry, event.text, self._reply, self._edit)
        self._aim_at()
        self._new = 0

    @work(exit_on_error=False, group="send")
    async def _send(self, entry: Entry, text: str, reply: Any, edit: Any) -> None:
        try:
            await self._send_now(entry, text, reply, edit)
        finally:
            self._unsent -= 1

    async def _send_now(self, entry: Entry, text: str, reply: Any, edit: Any) -> None:
        assert self._sending is not None
        async with self._sending:  # in the order in which they were typed
            if edit is not None:
                call = entry.place.edit(edit.id, content=text)
            elif reply is not None:
                call = entry.place.send(content=text, reply_to_id=reply.id)
            else:
                call = entry.place.send(content=text)
            message = await self._try("Not changed" if edit else "Not sent", call)
        if message is None:
            self._is_refused = True
            self._give_back(entry, text, reply, edit)
            return
        self.complain("")
        if edit is None:
            entry.timeline.put(message)
            self._base.query_one(Messages).to_end()
        else:
            entry.timeline.edit(edit.id, message.content)
        self.draw()

    def _give_back(self, entry: Entry, text: str, reply: Any, edit: Any) -> None:
        """Let the writer try again."""
        composer = self._base.query_one(Composer)
        if entry is not self.state.opened:
            entry.draft = entry.draft or text
        elif not composer.text:
            self._aim_at(reply=reply, edit=edit)
            composer.write(text)

    def on_composer_left(self) -> None:
        """Give up a reply or an edit; else go to the messages."""
        if self._edit is not None:
            self._base.query_one(Composer).write("")
        if self._edit is not None or self._reply is not None:
            self._aim_at()
        else:
            self._base.query_one(Messages).focus()

    def on_composer_edit_last(self) -> None:
        """Edit the last message of the user."""
        entry, me = self.state.opened, self.state.me
        if entry is not None and me is not None:
            own = [one for one in entry.timeline if one.user_id == me.id]
            if own:
                self._begin_edit(own[-1])

    def on_resize(self, _event: events.Resize) -> None:
        """Cut the names for the new width."""
        self.call_after_refresh(self.draw)

    def on_worker_state_changed(self, event: Any) -> None:
        """Show a bug as a line."""
        if event.state is WorkerState.ERROR:
            self.complain(_bug(event.worker.error))

    async def on_unmount(self) -> None:
        """End the connections."""
        if self._feed is not None:
            await self._feed.close()
        with contextlib.suppress(LagAPIError):
            await self._client.aclose()

    def exit(self, *args: Any, **options: Any) -> None:
        """End the interface."""
        self._is_over = True
        super().exit(*args, **options)

    def _fatal_error(self) -> None:
        """End with one line. Textual would print the local variables, and so the token."""
        self._is_over = True
        self.panic(Text(_bug(self._exception)))

    # Actions

    async def action_quit(self) -> None:
        """Quit, after what was typed before is sent."""
        # Behind the keys that the composer has, and then behind the texts that it submits.
        self._base.query_one(Composer).call_later(self.call_later, self._quit)

    @work(exit_on_error=False, group="quit", exclusive=True)
    async def _quit(self) -> None:
        self._is_refused = False
        ends = self._now() + QUIT_SECONDS
        if self._unsent:
            self.complain("Sending…")
        while self._unsent and self._now() < ends:
            await asyncio.sleep(0.02)
        if not self._is_refused:  # else the line says why, and the text is there again
            self.exit()

    @property
    def _target(self) -> Any:
        """The message that is highlighted."""
        entry, id = self.state.opened, self._base.query_one(Messages).chosen
        return None if entry is None or id is None else entry.timeline.get(id)

    def action_write(self) -> None:
        """Go to the composer."""
        self._base.query_one(Messages).highlighted = None
        self._base.query_one(Composer).focus()

    def action_reply(self) -> None:
        """Reply to the highlighted message."""
        if self._target is not None:
            self._aim_at(reply=self._target)

    def action_edit(self) -> None:
        """Edit the highlighted message."""
        self._begin_edit(self._target)

    def _begin_edit(self, message: Any) -> None:
        self._aim_at(edit=message)
        self._base.query_one(Composer).write(message.content)

    def action_delete(self) -> None:
        """Delete the highlighted message, after a question."""
        entry, target = self.state.opened, self._target
        if entry is None:
            return
        text = one_line(target.content)[:60] or "[image]"

        def done(yes: Optional[bool]) -> None:
            if yes:
                self._delete(entry, target.id)

        self.push_screen(Confirm(f"Delete this message?\n{text}", "Delete"), done)

    @work(exit_on_error=False)
    async def _delete(self, entry: Entry, id: str) -> None:
        try:
            await entry.place.delete(id)
        except LagAPIError as error:
            self.complain(f"Not deleted: {error}")
            return
        entry.timeline.delete(id)
        self.draw()

    def action_open_address(self) -> None:
        """Open the address in the highlighted message in a browser."""
        self.open_url(cast("str", lines.address_in(self._target)))

    def action_copy(self) -> None:
        """Copy the highlighted message."""
        if self._target is not None:
            self.copy_to_clipboard(self._target.content)

    def action_scroll_messages(self, pages: int) -> None:
        """Scroll the messages by a page."""
        messages = self._base.query_one(Messages)
        messages.scroll_relative(y=pages * messages.size.height, animate=False)

    def action_next_unread(self) -> None:
        """Open the next place with unread messages."""
        entry = next((one for one in self.state.entries() if one.unread), None)
        if entry is None:
            self.complain("Everything is read")
        else:
            self.open(entry)

    def action_step(self, step: int) -> None:
        """Open the next or the previous place of the list."""
        every = list(self.state.entries())
        if every:
            opened = self.state.opened
            now = every.index(opened) if opened in every else -step
            self.open(every[(now + step) % len(every)])

    def action_list(self) -> None:
        """Show or hide the list; on a narrow screen it takes the place of the messages."""
        screen = self._base
        screen.toggle_class("-list" if screen.has_class("-narrow") else "-nolist")
        places_shown = self._base.query_one(Places)
        is_shown = self._base.query_one("#side").display
        (places_shown if is_shown else self._base.query_one(Composer)).focus()
        self.call_after_refresh(self.draw)

    def action_reload(self) -> None:
        """Fetch everything again."""
        self.complain("")
        self._refresh()

    def action_help(self) -> None:
        """Show the keys."""
        self.push_screen(Keys())

    def action_search(self) -> None:
        """Search by name, and for commands."""
        if not CommandPalette.is_open(cast("App[object]", self)):
            self.push_screen(
                CommandPalette(
                    placeholder="Go to a room or a person, or run a command",
                    id="--command-palette",
                )
            )

    def get_system_commands(
        self,
        screen: Screen[Any],  # noqa: ARG002
    ) -> Iterable[SystemCommand]:
        """Return the commands of the palette."""
        other = "light" if self.theme == "dark" else "dark"
        yield SystemCommand("Add a friend", "Send a friend request", self._ask_friend)
        for status in ("online", "idle"):
            command = functools.partial(self._set_status, status)
            yield SystemCommand(f"Status: {status}", "Change what others see", command)
        yield SystemCommand(
            f"Theme: {other}", "Change the colours", lambda: setattr(self, "theme", other)
        )
        yield SystemCommand("Reload", "Fetch everything again", self.action_reload)
        yield SystemCommand("Keys", "Show what keys do", self.action_help)
        yield SystemCommand("Quit", "Leave lag", self.action_quit)

    @work(exit_on_error=False)
    async def _set_status(self, status: str) -> None:
        await self._send_frame({"type": "set_status", "status": status})

    # Friends

    def _ask_friend(self) -> None:
        def done(name: Optional[str]) -> None:
            if name:
                self._add_friend(name.lstrip("@"))

        self.push_screen(Ask("Username of the new friend"), done)

    @work(exit_on_error=False)
    async def _add_friend(self, name: str) -> None:
        if await self._try("Not sent", self._client.friends.send_request(name)) is not None:
            self.notify(f"Friend request sent to {name}.", markup=False)
            await self._load_people()

    def action_answer(self, accept: bool) -> None:
        """Accept or decline the highlighted friend request."""
        self._settle("Not answered", self._answer_of(self._request.id, accept))

    def _answer_of(self, id: str, accept: bool) -> Awaitable[object]:
        friends = self._client.friends
        return cast("Awaitable[object]", friends.accept(id) if accept else friends.decline(id))

    @property
    def _request(self) -> Any:
        """The friend request that is highlighted."""
        kind, _, id = (self._base.query_one(Places).chosen or "").partition(":")
        requests = self.state.requests if kind == "request" else ()
        return next((one for one in requests if one.id == id), None)

    @property
    def _person(self) -> Any:
        """The friend who is highlighted, or the person who asked."""
        if self._request is not None:
            return self._request.from_user
        return None if self._friend is None else self._friend.user

    @property
    def _friend(self) -> Any:
        """The friend who is highlighted."""
        _, _, id = (self._base.query_one(Places).chosen or "").partition(":")
        entry = self.state.entry(id)
        user_id = entry.other.id if entry is not None and entry.other else id
        return next((one for one in self.state.friends if one.user.id == user_id), None)

    def action_remove_friend(self) -> None:
        """Remove the highlighted friend, after a question."""
        friend = self._friend
        question = f"Remove {name_of(friend.user)} from your friends?"
        self._ask(question, "Remove", lambda: self._client.friends.remove(friend.friendship_id))

    def action_block(self) -> None:
        """Block the highlighted person, after a question."""
        person = self._person
        question = f"Block {name_of(person)}?\nThe API cannot unblock."
        self._ask(question, "Block", lambda: self._client.friends.block(person.id))

    def _ask(self, question: str, action: str, call: Callable[[], Awaitable[object]]) -> None:
        def done(yes: Optional[bool]) -> None:
            if yes:
                self._settle("Not done", call())

        self.push_screen(Confirm(question, action), done)

    @work(exit_on_error=False)
    async def _settle(self, what: str, call: Awaitable[object]) -> None:
        """Change a friendship, and fetch friends and requests again."""
        try:
            await call
        except LagAPIError as error:
            self.complain(f"{what}: {error}")
        else:
            self.complain("")
            await self._load_people()


async def _listed(history: Any) -> List[Any]:
    return [message async for message in history]


def _moment(message: Any) -> Any:
    return message.created_at


def _bug(error: Optional[BaseException]) -> str:
    return without_tokens(f"A bug of lag: {error!r}. Please report it")
