"""Uses Canopy's window as a person does: finds things by their accessible name, clicks, types."""

import re
import subprocess
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

Atspi.set_timeout(3000, 3000)


class NotFound(Exception):
    """Nothing of that name and role came up in time."""


def _children(node):
    try:
        for index in range(node.get_child_count()):
            child = node.get_child_at_index(index)
            if child is not None:
                yield child
    except GLib.Error:
        return


def _walk(node):
    yield node
    for child in _children(node):
        yield from _walk(child)


def name_of(node):
    """The accessible name, or the name of the node that labels this one."""
    if node.get_name():
        return node.get_name()
    for relation in node.get_relation_set() or []:
        if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY:
            targets = range(relation.get_n_targets())
            return " ".join(relation.get_target(target).get_name() for target in targets)
    return ""


def _has(node, state):
    return state in {found.value_nick for found in node.get_state_set().get_states()}


def _matches(wanted, found):
    return re.search(wanted, found) if isinstance(wanted, re.Pattern) else wanted == found


class Window:
    """The window of the program with an AT-SPI tree on this session bus."""

    def __init__(self, timeout=20):
        deadline = time.time() + timeout
        while True:
            self.application = self._application()
            if self.application is not None:
                return
            if time.time() > deadline:
                raise NotFound("no window with an accessibility tree")
            time.sleep(0.1)

    @staticmethod
    def _application():
        for application in _children(Atspi.get_desktop(0)):
            if "canopy" in (application.get_name() or "").lower() and application.get_child_count():
                return application
        return None

    def nodes(self):
        """Every node of the tree with its role and name."""
        for node in _walk(self.application):
            try:
                yield node, node.get_role_name(), name_of(node)
            except GLib.Error:
                continue

    def find(self, name, role=None, timeout=15, enabled=True):
        """The first node of that name (text or compiled pattern) and role; waits for it."""
        deadline = time.time() + timeout
        while True:
            hits = [
                node
                for node, found_role, found_name in self.nodes()
                if _matches(name, found_name) and (role is None or found_role == role)
            ]
            # What can be acted on goes before a plain label of the same name.
            hits.sort(key=lambda node: node.get_action_iface() is None)
            for node in hits:
                if not enabled or _has(node, "sensitive"):
                    return node
            if time.time() > deadline:
                raise NotFound(f"{role or 'node'} {name!r}; there is:\n{self.listing()}")
            time.sleep(0.1)

    def gone(self, name, role=None, timeout=15):
        """Waits until nothing has that name any more."""
        deadline = time.time() + timeout
        while any(
            _matches(name, found_name) and (role is None or found_role == role)
            for _, found_role, found_name in self.nodes()
        ):
            if time.time() > deadline:
                raise NotFound(f"{name!r} is still there")
            time.sleep(0.1)

    def listing(self):
        """The tree as text, for messages."""
        return "\n".join(f"  {role} {name!r}" for _, role, name in self.nodes() if name)

    def click(self, name, role=None, **options):
        """Clicks with the mouse in the middle of a node."""
        node = self.find(name, role, **options)
        box = node.get_extents(Atspi.CoordType.SCREEN)
        self._pointer(box.x + box.width // 2, box.y + box.height // 2)
        xdotool("click", "1")
        time.sleep(0.15)
        return node

    def type(self, label, text, replace=True):
        """Types into the field of that label."""
        deadline = time.time() + 15
        while True:
            fields = [
                node
                for node, role, name in self.nodes()
                if _matches(label, name)
                and (_has(node, "editable") or role in ("entry", "text", "password text"))
            ]
            if fields:
                break
            if time.time() > deadline:
                raise NotFound(f"field {label!r}; there is:\n{self.listing()}")
            time.sleep(0.1)
        box = fields[0].get_extents(Atspi.CoordType.SCREEN)
        self._pointer(box.x + min(box.width // 2, 60), box.y + box.height // 2)
        xdotool("click", "1")
        time.sleep(0.2)
        if replace:
            xdotool("key", "ctrl+a")
        xdotool("type", "--delay", "12", text)
        time.sleep(0.15)

    def key(self, *keys):
        """Presses keys, such as ctrl+k."""
        xdotool("key", "--clearmodifiers", *keys)
        time.sleep(0.15)

    def screenshot(self, path):
        """Saves a picture of the whole display."""
        subprocess.run(["import", "-window", "root", path], check=True)

    @staticmethod
    def _pointer(x, y):
        xdotool("mousemove", x, y)
        time.sleep(0.1)


def xdotool(*arguments):
    subprocess.run(["xdotool", *map(str, arguments)], check=True)
