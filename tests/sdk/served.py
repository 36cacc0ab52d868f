"""A workspace of its own that `canopy serve` serves on loopback, and how what must hold is counted."""

import os
import re
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "debug" / "canopy"
ACCOUNT = "111122223333"
REGION = "eu-central-1"
# The bucket that every new workspace has, a folder beside its file.
BUCKET = "published"

passed = []


def check(what, holds, detail=""):
    """Counts a thing that must hold; the first that does not ends the run."""
    if not holds:
        raise SystemExit(f"FAILED {what}\n{detail}\n{len(passed)} passed, 1 failed")
    passed.append(what)
    print(f"ok  {what}", flush=True)


def run(*arguments, stdin=None, env=None):
    """Whether a program is content, and all that it says."""
    done = subprocess.run([*map(str, arguments)], input=stdin, capture_output=True, text=True, env=env, timeout=120)
    return done.returncode == 0, done.stdout + done.stderr


class Served:
    """The workspace, the process that serves it, and the access keys of two accounts."""

    def __init__(self, *arguments):
        self.arguments = arguments

    def __enter__(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = Path(self.temporary.name)
        self.file = self.folder / "served.ron"
        self.env = {**os.environ, "CANOPY_PASSPHRASE": "correct horse battery staple", "HOME": str(self.folder)}
        self.canopy("new", self.file, "--account", ACCOUNT, "--region", REGION)
        for account, name in [(ACCOUNT, "owner"), ("444455556666", "other")]:
            self.canopy("key", "add", self.file, "--account", account, "--id", name, "--secret", "-", stdin=f"secret of {name}".replace(" ", "-"))
        self.process = subprocess.Popen(
            [PROGRAM, "serve", self.file, "--listen", "127.0.0.1:0", *self.arguments],
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        said = self.process.stdout.readline()
        found = re.fullmatch(r"listening on (http://127\.0\.0\.1:\d+)\n", said)
        check("canopy serve tells where it listens", found, said)
        self.url = found.group(1)
        return self

    def canopy(self, *arguments, stdin=None):
        """What a command prints; it must succeed."""
        done, said = run(PROGRAM, *arguments, stdin=stdin, env=self.env)
        check(f"canopy {arguments[0]} {arguments[1] if arguments[0] in ('key', 'bucket') else ''}".strip(), done, said)
        return said

    @staticmethod
    def credentials(name="owner"):
        """The access key ID and the secret of an account."""
        return name, f"secret-of-{name}"

    def __exit__(self, *raised):
        if raised[0] is None:
            self.process.terminate()
            check("canopy serve ends cleanly", self.process.wait(timeout=60) == 0)
            print(f"{len(passed)} passed, 0 failed", flush=True)
        else:
            self.process.kill()
        self.process.stdout.close()
        self.temporary.cleanup()


def make_request(folder, name, *arguments):
    """A CSR as a server's administrator makes it, and its key beside it."""
    path = folder / f"{name}.csr"
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", folder / f"{name}.key"]
    names = ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
    done, said = run("openssl", "req", "-new", *key, *names, *arguments, "-out", path)
    check("OpenSSL makes a CSR", done, said)
    return path
