"""The main job in the real window, from an empty home folder: root, subordinate, certificate from a CSR that OpenSSL
made, saved chain, revocation. What comes out is judged by OpenSSL. Run it through desktop.sh."""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from window import Window, xdotool  # noqa: E402, xdotool

PROGRAM = Path(__file__).resolve().parents[2] / "target" / "debug" / "canopy"
if "CARGO_TARGET_DIR" in os.environ:
    PROGRAM = Path(os.environ["CARGO_TARGET_DIR"]) / "debug" / "canopy"
PASSPHRASE = "correct horse battery staple"

passed = []


def check(what, holds, detail=""):
    """Counts a thing that must hold; the first that does not ends the run."""
    if not holds:
        raise SystemExit(f"FAILED {what}\n{detail}\n{len(passed)} passed, 1 failed")
    passed.append(what)
    print(f"ok  {what}")


def openssl(*arguments):
    """Whether OpenSSL is content, and all that it says."""
    run = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True)
    return run.returncode == 0, run.stdout + run.stderr


def split(chain, folder):
    """The certificates of a chain as files of their own."""
    blocks = re.findall(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----\n", chain.read_text(), re.S)
    paths = []
    for number, block in enumerate(blocks):
        paths.append(folder / f"{number}.pem")
        paths[-1].write_text(block)
    return paths


def make_request(folder):
    """A CSR as a server's administrator would make it."""
    csr = folder / "www.csr"
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", folder / "www.key"]
    names = ["-subj", "/CN=www.acme.example", "-addext", "subjectAltName=DNS:www.acme.example,DNS:acme.example"]
    done, said = openssl("req", "-new", *key, *names, "-out", csr)
    check("OpenSSL makes a CSR", done, said)
    return csr


def create_workspace(window):
    window.click("New workspace…", "push button")
    window.type("Name", "Acme")
    window.type("Passphrase", PASSPHRASE)
    window.type("Passphrase again", PASSPHRASE)
    window.click("Create workspace", "push button")
    window.find("New root CA…", "push button", timeout=60)
    picture(window, "home")


def create_authority(window, button, name):
    window.click(button, "push button")
    window.type("Common name", name)
    window.click(re.compile("^Create and activate"), "push button")
    window.find(name, "heading", timeout=60)
    window.gone(re.compile("^Create and activate"), "push button")


def issue(window, csr):
    window.click("Issue certificate…", "push button")
    window.click("Choose file…", "push button")
    window.type("File", str(csr))
    window.click("Open file", "push button")
    window.click(re.compile("^Issue 90-day server certificate"), "push button", timeout=30)
    window.find("Download chain", "push button", timeout=60)


def save_chain(window, path):
    window.click("Download chain", "push button")
    window.type("File", str(path))
    window.click("Save file", "push button")
    deadline = time.time() + 30
    while not path.exists() and time.time() < deadline:
        time.sleep(0.1)


def revoke(window):
    window.click("Revoke…", "push button")
    window.click("Key compromise", "radio button")
    window.click("Revoke certificate", "push button")
    window.gone("Revoke certificate", "push button", timeout=60)
    window.find(re.compile("^Revoked www.acme.example"), timeout=60)


def main_job(window, folder, home):
    csr = make_request(folder)
    create_workspace(window)
    check("a workspace is created", (home / "Canopy" / "Acme.ron").exists())
    create_authority(window, "New root CA…", "Acme Root")
    create_authority(window, "New subordinate CA…", "Acme Issuing CA")
    issue(window, csr)
    chain = folder / "chain.pem"
    save_chain(window, chain)
    check("the chain is saved", chain.exists())
    leaf, subordinate, root = split(chain, folder)
    accepted, said = openssl("verify", "-x509_strict", "-purpose", "sslserver", "-verify_hostname", "www.acme.example",
                             "-CAfile", root, "-untrusted", subordinate, leaf)
    check("OpenSSL accepts the certificate", accepted, said)
    picture(window, "issued")
    revoke(window)
    lists = sorted((home / "Canopy" / "published" / "crl").glob("*.crl"))
    issuer = openssl("x509", "-in", subordinate, "-noout", "-subject")[1].split("=", 1)[1].strip()
    own = [path for path in lists if issuer in openssl("crl", "-in", path, "-noout", "-issuer")[1]]
    check("a CRL of the issuing CA lies in the bucket", len(own) == 1, f"{issuer}: {lists}")
    verified, said = openssl("crl", "-in", own[0], "-noout", "-CAfile", subordinate, "-verify")
    check("OpenSSL verifies the CRL", "verify OK" in said, said)
    serial = openssl("x509", "-in", leaf, "-noout", "-serial")[1].strip().split("=")[1]
    listed = openssl("crl", "-in", own[0], "-noout", "-text")[1]
    check("the CRL lists the certificate with its reason", serial in listed and "Key Compromise" in listed, listed)
    pem = folder / "crl.pem"
    openssl("crl", "-in", own[0], "-out", pem)
    refused, said = openssl("verify", "-crl_check", "-CRLfile", pem, "-CAfile", root, "-untrusted", subordinate, leaf)
    check("OpenSSL refuses the revoked certificate", not refused and "revoked" in said, said)
    picture(window, "revoked")


def picture(window, name):
    """Keeps what is on the screen where CANOPY_PICTURES says."""
    folder = os.environ.get("CANOPY_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        window.screenshot(f"{folder}/{name}.png")


class Program:
    """The program with a home folder of its own; what it says on standard error is kept."""

    def __init__(self, folder):
        self.home = folder / "home"
        self.home.mkdir(exist_ok=True)
        self.said = folder / "stderr"
        # Nothing of the person who runs this is read or written.
        outside = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
        environment = {name: value for name, value in os.environ.items() if name not in outside}
        with self.said.open("w") as said:
            self.process = subprocess.Popen([PROGRAM], env={**environment, "HOME": str(self.home)}, stderr=said)

    def end(self):
        """Ends it, if it runs."""
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(10)


def quit_by_keyboard(program, window):
    window.key("ctrl+q")
    try:
        code = program.process.wait(30)
    except subprocess.TimeoutExpired:
        code = "it runs on"
    said = program.said.read_text()
    check("Ctrl+Q ends the program well", code == 0, f"{code}\n{said}")
    check("nothing panicked", "panicked" not in said, said)


def in_window(folder, job):
    """Starts the program, does a job in its window, and quits."""
    program = Program(folder)
    window = None
    try:
        window = Window(timeout=60)
        job(window, program)
        quit_by_keyboard(program, window)
    except BaseException:
        if window is not None:
            picture(window, "failed")
        print(program.said.read_text(), file=sys.stderr)
        raise
    finally:
        program.end()


def find_revocation(window):
    window.find("Passphrase", timeout=60)
    window.type("Passphrase", PASSPHRASE)
    window.click(re.compile("^Unlock Acme"), "push button")
    window.find("Unlocked", "push button", timeout=60)
    window.click("Acme Issuing CA", "tree item")
    window.click("Certificates", "page tab")
    window.click("certificate www.acme.example", "table row")
    window.find(re.compile("^Revoked.*key compromise"), timeout=30)
    check("the revocation is there after a new start", True)
    picture(window, "after-start")


def command(window, action):
    """Runs the first command that the palette finds by the name of an action."""
    window.key("ctrl+k")
    xdotool("type", "--delay", "12", action)
    time.sleep(0.3)
    window.key("Return")


def live_on(window, home):
    """What becomes of an authority later: a report of what it issued, its deletion, its return."""
    command(window, "CreateCertificateAuthorityAuditReport")
    window.click("Write audit report", "push button")
    window.gone("Write audit report", "push button", timeout=60)
    reports = home / "Canopy" / "published" / "audit-report"
    deadline = time.time() + 30
    while not list(reports.glob("*/*.json")) and time.time() < deadline:
        time.sleep(0.1)
    told = json.loads(next(reports.glob("*/*.json")).read_text())
    revoked = [row["revocationReason"] for row in told if "CN=www.acme.example" in row["subject"]]
    check("the audit report tells the revocation", revoked == ["KEY_COMPROMISE"], str(told))
    command(window, "DeleteCertificateAuthority")
    window.click(re.compile("^Disable and delete Acme Issuing CA"), "push button")
    window.find(re.compile("^Deleted"), timeout=60)
    window.find("Restore…", "push button", timeout=30)
    picture(window, "deleted")
    command(window, "RestoreCertificateAuthority")
    window.click("Restore Acme Issuing CA", "push button")
    window.gone("Restore Acme Issuing CA", "push button", timeout=60)
    window.find(re.compile("^Restored Acme Issuing CA: disabled"), timeout=60)
    check("a deleted authority comes back disabled", True)
    picture(window, "restored")


def run():
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        in_window(folder, lambda window, program: main_job(window, folder, program.home))
        in_window(folder, lambda window, program: (find_revocation(window), live_on(window, program.home)))
    print(f"{len(passed)} passed, 0 failed")


run()
