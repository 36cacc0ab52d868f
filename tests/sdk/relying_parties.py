"""What programs that validate certificates find out about revocation: the CRL by its URL, and OCSP, by OpenSSL and by
GnuTLS, at the addresses that stand in the certificates."""

import re
import ssl
import subprocess
import time
import urllib.error
import urllib.request

from served import Served, check, make_request, run
from with_boto3 import client, hierarchy, issue


def addresses(leaf):
    """Where a certificate sends for the CRL and for OCSP."""
    done, said = run("openssl", "x509", "-in", leaf, "-noout", "-text")
    crl = re.search(r"URI:(http://\S+\.crl)", said)
    ocsp = re.search(r"OCSP - URI:(http://\S+)", said)
    check("the certificate has both addresses", done and crl and ocsp, said)
    return crl.group(1), ocsp.group(1)


def fetch(url, **headers):
    """What is at an address, and the headers around it."""
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=30) as answer:
        return answer.read(), answer.headers


def published(url, wanted):
    """The CRL at an address, as soon as it says what is wanted: revocation is told after the action is answered."""
    for _ in range(300):
        try:
            crl, headers = fetch(url)
        except OSError:
            crl = None
        if crl and wanted in run_crl(crl):
            return crl, headers
        time.sleep(0.1)
    check(f"the CRL comes to say {wanted}", False, url)


def run_crl(crl):
    """OpenSSL's reading of a CRL."""
    return subprocess.run(
        ["openssl", "crl", "-inform", "DER", "-noout", "-text"], input=crl, capture_output=True, timeout=60
    ).stdout.decode()


def crls(folder, url, good, bad, serial):
    """`openssl verify -crl_check` with the CRL of the URL."""
    crl, headers = published(url, serial)
    check("the CRL says what it is", headers["Content-Type"] == "application/pkix-crl", dict(headers))
    (folder / "list.pem").write_text(run("openssl", "crl", "-inform", "DER", "-in", write(folder / "list.crl", crl))[1])
    for leaf, wanted in [(good, True), (bad, False)]:
        done, said = run(
            "openssl", "verify", "-crl_check", "-CAfile", folder / "root.pem", "-untrusted", folder / "chain.pem",
            "-CRLfile", folder / "list.pem", leaf,
        )  # fmt: skip
        check(f"openssl verify -crl_check {'accepts' if wanted else 'refuses'} {leaf.stem}", done is wanted, said)
    check("what is refused is revoked", "certificate revoked" in said, said)
    done, said = run(
        "openssl", "verify", "-crl_check", "-crl_download", "-CAfile", folder / "root.pem",
        "-untrusted", folder / "chain.pem", good,
    )  # fmt: skip
    check("OpenSSL fetches the CRL by itself", done, said)
    try:
        fetch(url, **{"If-None-Match": headers["ETag"]})
        check("a CRL that is known is not sent again", False)
    except urllib.error.HTTPError as answer:
        check("a CRL that is known is not sent again", answer.code == 304, answer)


def write(path, content):
    path.write_bytes(content)
    return path


def with_another_serial(leaf, path):
    """The certificate with a serial number that its authority has never given. Nobody who asks looks at signatures."""
    der = ssl.PEM_cert_to_DER_cert(leaf.read_text())
    serial = bytes.fromhex(run("openssl", "x509", "-in", leaf, "-noout", "-serial")[1].strip().removeprefix("serial="))
    check("the serial number stands once in the certificate", der.count(serial) == 1)
    path.write_text(ssl.DER_cert_to_PEM_cert(der.replace(serial, bytes([serial[0]]) + serial[:0:-1])))
    return path


def ocsp(folder, url, leaves):
    """What OCSP says of each, asked by OpenSSL with and without a nonce and SHA-256, and by GnuTLS."""
    for leaf, status in leaves:
        for more in ["-nonce"], ["-no_nonce"], ["-sha256", "-no_nonce"]:
            asked = ["-sha256", "-issuer", folder / "issuer.pem"] if "-sha256" in more else ["-issuer", folder / "issuer.pem"]
            nonce = [option for option in more if "nonce" in option and option != "-nonce"]
            done, said = run(
                "openssl", "ocsp", *asked, "-cert", leaf, *nonce, "-url", url, "-CAfile", folder / "root.pem",
                "-verify_other", folder / "issuer.pem",
            )  # fmt: skip
            holds = done and "Response verify OK" in said and f": {status}" in said and "WARNING" not in said
            check(f"openssl ocsp {' '.join(more)} says {leaf.stem} is {status}", holds, said)
        # Without more it verifies with the issuer, who signs the answers.
        asked = [f"--ask={url}", "--load-cert", leaf, "--load-issuer", folder / "issuer.pem"]
        done, said = run("ocsptool", *asked)
        holds = done and "Verifying OCSP Response: Success" in said and f"Certificate Status: {status}" in said
        check(f"ocsptool says {leaf.stem} is {status}", holds, said)


def main():
    with Served() as served:
        pca, folder = client(served), served.folder
        root, below = hierarchy(pca)
        (folder / "root.pem").write_text(pca.get_certificate_authority_certificate(CertificateAuthorityArn=root)["Certificate"])
        leaves = {}
        for name in ["good", "revoked"]:
            _, issued = issue(pca, below, make_request(folder, f"{name}.acme.example").read_text())
            leaves[name] = folder / f"{name}.pem"
            leaves[name].write_text(issued["Certificate"])
            (folder / "chain.pem").write_text(issued["CertificateChain"])
        held = pca.get_certificate_authority_certificate(CertificateAuthorityArn=below)
        (folder / "issuer.pem").write_text(held["Certificate"])
        crl, responder = addresses(leaves["good"])
        said = run("openssl", "x509", "-in", leaves["revoked"], "-noout", "-serial")[1]
        serial = said.strip().removeprefix("serial=")
        # Asked before, so that an answer from a cache would be found out.
        ocsp(folder, responder, [(leaves["revoked"], "good")])
        pca.revoke_certificate(CertificateAuthorityArn=below, CertificateSerial=serial, RevocationReason="SUPERSEDED")
        crls(folder, crl, leaves["good"], leaves["revoked"], serial)
        stranger = with_another_serial(leaves["good"], folder / "stranger.pem")
        ocsp(folder, responder, [(leaves["good"], "good"), (leaves["revoked"], "revoked"), (stranger, "unknown")])


if __name__ == "__main__":
    main()
