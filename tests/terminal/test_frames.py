"""The frames of the sandbox's WebSocket: what apps receive, and what they may send."""

from __future__ import annotations

import contextlib
import json
from typing import Any, Dict, Generator, Iterator, List

import attrs
import pytest

from lagclient import Client
from lagclient.sandbox import Sandbox
from lagclient.terminal.live import Live
from tests.kit.sandbox import png

pytest.importorskip("wsproto", reason="the sandbox's WebSocket")

LATER = "2999-01-01T00:00:00Z"


@pytest.fixture
def sam(box: Sandbox) -> Iterator[Client]:
    with client_of(box, "sam") as client:
        yield client


def client_of(box: Sandbox, who: str) -> Client:
    return Client(token=box.tokens[who], base_url=box.url)


def send(sam: Client, box: Sandbox, text: str) -> Any:
    return sam.servers.rooms.messages.send(box.server_id, box.room_id, content=text)


@attrs.define
class App:
    """An app of a user that is connected."""

    live: Live
    frames: Iterator[Dict[str, Any]]

    def until(self, type: str) -> List[Dict[str, Any]]:
        """Return the frames that come, up to one of this type."""
        received: List[Dict[str, Any]] = []
        while not received or received[-1]["type"] != type:
            frame = next(self.frames)
            assert frame["type"] != "pong" or type == "pong", received  # it came after a silence
            received.append(frame)
        return received

    def next(self, type: str) -> Dict[str, Any]:
        """Return the next frame, which has this type."""
        frame = next(self.frames)
        assert frame["type"] == type
        return frame


@contextlib.contextmanager
def app(box: Sandbox, token: str, *servers: str) -> Generator[App, None, None]:
    """Connect an app, which is subscribed once the block begins."""
    live = Live(box.url, token, servers)
    one = App(live, live.frames())
    next(one.frames)
    live.send({"type": "ping"})
    one.next("pong")
    yield one
    live.close()


def exchange(box: Sandbox, who: str, *sent: Any) -> List[Any]:
    """The frames that answer some frames of a user; the last one is answered by `pong`."""
    live = Live(box.url, box.tokens[who])
    frames = live.frames()
    next(frames)
    for frame in [*sent, {"type": "ping"}]:
        live._socket.send(frame if isinstance(frame, (bytes, str)) else json.dumps(frame))
    answers = []
    for frame in frames:
        if frame["type"] == "pong":
            break
        answers.append(frame)
    live.close()
    return answers


def test_sandbox_answers_wrong_frames(box: Sandbox) -> None:
    """A frame that is wrong, or about a server of others, is answered by an error."""
    wrong: List[Any] = [
        "no json",
        "[" * 100_000,
        b"binary",
        {"no": "type"},
        {"type": "unheard"},
        {"type": "subscribe_servers", "serverIds": "x"},
        {"type": "subscribe_servers", "serverIds": ["srv_x"]},
        {"type": "set_status", "status": "x"},
        {"type": "typing_start", "conversationId": "x"},
        {"type": "typing_room_start", "roomId": "x"},
        {"type": "mark_dm_read", "conversationId": "x", "timestamp": LATER},
    ]
    assert [one["type"] for one in exchange(box, "sam", *wrong)] == ["error"] * len(wrong)
    assert exchange(box, "sam", {"type": "mark_room_read", "roomId": "x"}) == []


def test_sandbox_sends_what_is_subscribed(box: Sandbox, sam: Client) -> None:
    """Members receive the events of servers that they subscribed to, and their own DMs always."""
    with Client(token=box.tokens["mira"], base_url=box.url) as mira:
        conversation = mira.dms.create(sam.users.me().id)
        member, other = (
            Live(box.url, box.tokens["jun"], [box.server_id]),
            Live(box.url, box.token),
        )
        of_member, of_other = member.frames(), other.frames()
        next(of_member), next(of_other)
        member.send({"type": "ping"})
        assert next(of_member)["type"] == "pong"  # so the subscription is done, too
        message = send(sam, box, "to the room")
        direct = mira.dms.send_message(conversation.id, content="to sam")
        mira.dms.edit_message(conversation.id, direct.id, content="edited")
        mira.dms.delete_message(conversation.id, direct.id)
        frame = next(of_member)
        assert (frame["type"], frame["id"]) == ("room_message", message.id)
        kinds = [next(of_other)["type"]]
        while kinds[-1] != "dm_message_deleted":
            kinds.append(next(of_other)["type"])
        assert set(kinds) <= {"dm_message", "dm_message_edited", "dm_message_deleted"}
        member.close(), other.close()


def test_mark_counts_what_is_unread(box: Sandbox, sam: Client) -> None:
    """A mark moves forward only, and all apps of the user receive the counts."""
    with client_of(box, "mira") as mira, app(box, box.token) as phone, app(box, box.token) as other:
        id = mira.dms.create(sam.users.me().id).id
        first, second = (mira.dms.send_message(id, content=text) for text in ("one", "two"))

        def count(at: str) -> int:
            phone.live.send({"type": "mark_dm_read", "conversationId": id, "timestamp": at})
            ends = [one.until("unread_counts")[-1]["counts"] for one in (phone, other)]
            assert ends[0] == ends[1]
            (counted,) = [one["count"] for one in ends[0] if one["conversationId"] == id]
            assert counted == sam.dms.get(id).unread_count
            return int(counted)

        assert count(first.created_at.isoformat()) == 1
        assert count("2020-01-01T00:00:00Z") == 1
        assert count(second.created_at.isoformat()) == 0
        assert count(LATER) == 0
        mira.dms.send_message(id, content="after the mark")
        assert sam.dms.get(id).unread_count == 1
        assert mira.dms.get(id).unread_count == 0  # a mark is of one user
        wrong = {"type": "mark_dm_read", "conversationId": id, "timestamp": "today"}
        phone.live.send(wrong)
        phone.until("error")


def test_friends_receive_what_the_other_does(box: Sandbox) -> None:
    """Each step of a friendship is a frame for the other user, and not for the caller."""
    tokens = [box.add_user("ann"), box.add_user("ben")]
    ann, ben = (Client(token=token, base_url=box.url) for token in tokens)
    with ann, ben, app(box, tokens[0]) as at_ann, app(box, tokens[1]) as at_ben:

        def ask() -> str:
            id = ben.friends.send_request("ann").id
            assert at_ann.next("friend_request_received")["friendshipId"] == id
            return id

        ben.friends.remove(ask())
        at_ann.next("friend_request_withdrawn")
        ann.friends.decline(ask())
        at_ben.next("friend_request_declined")
        id = ask()
        ann.friends.accept(id)
        assert at_ben.next("friend_request_accepted")["userId"] == ann.users.me().id
        ben.friends.remove(id)
        at_ann.next("friend_removed")
        ask()
        ann.friends.block(ben.users.me().id)
        at_ben.next("friend_request_declined")


def test_friends_receive_the_status(box: Sandbox) -> None:
    """Friends receive a status without a subscription, in a frame of its kind."""
    with app(box, box.token) as sam:
        for status, type in (
            ("offline", "friend_offline"),
            ("online", "friend_online"),
            ("idle", "friend_status_changed"),
            ("online", "friend_online"),
        ):
            box.set_presence("mira", status)
            assert sam.next(type)["status"] == status


def test_typing_is_sent_to_the_others(box: Sandbox, sam: Client) -> None:
    """The other user of a conversation, and members who subscribed, receive who is typing."""
    with client_of(box, "mira") as mira:
        id = mira.dms.create(sam.users.me().id).id
    with contextlib.ExitStack() as stack:
        mira_app, not_subscribed = (
            stack.enter_context(app(box, box.tokens[who])) for who in ("mira", "jun")
        )
        at_sam = stack.enter_context(app(box, box.token, box.server_id))
        mira_app.live.send({"type": "typing_start", "conversationId": id})
        frame = at_sam.next("dm_typing")
        assert (frame["username"], frame["isTyping"]) == ("mira", True)
        place = {"serverId": box.server_id, "roomId": box.room_id}
        mira_app.live.send({"type": "typing_room_stop", **place})
        frame = at_sam.next("room_typing")
        assert (frame["roomId"], frame["isTyping"]) == (box.room_id, False)
        not_subscribed.live.send({"type": "ping"})
        not_subscribed.next("pong")


def test_image_of_a_frame_has_the_host_of_its_reader(box: Sandbox, sam: Client) -> None:
    """A client in another container knows the sandbox by another name than the sender does."""
    url = box.url.replace("127.0.0.1", "localhost")
    live = Live(url, box.token, [box.server_id])
    frames = live.frames()
    next(frames)
    live.send({"type": "ping"})
    assert next(frames)["type"] == "pong"
    image = sam.images.upload(png(), purpose="chat")
    sam.servers.rooms.messages.send(box.server_id, box.room_id, content="x", image_id=image.id)
    assert next(frames)["image"]["url"] == f"{url}/media/images/{image.id}"
    live.close()
