"""The main job with the aws-cli, by the very lines that the README shows, and what else a script asks of it."""

import json
import re
import subprocess

from served import BUCKET, REGION, ROOT, Served, check, run

# What the shell of the README defines; more of it is used here than there.
SCRIPT = re.search(r"<!-- aws-cli -->\n```sh\n(.+?)```", (ROOT / "README.md").read_text(), re.S).group(1)


def environment(served):
    """What a person exports before."""
    key, secret = served.credentials()
    return {
        **served.env,
        "AWS_ENDPOINT_URL": served.url,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": key,
        "AWS_SECRET_ACCESS_KEY": secret,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_PAGER": "",
    }


def main():
    with Served() as served:
        env, folder = environment(served), served.folder

        def shell(what, script):
            done = subprocess.run(
                ["bash", "-euo", "pipefail", "-c", script], env=env, cwd=folder, capture_output=True, text=True, timeout=300
            )
            check(what, done.returncode == 0, done.stdout + done.stderr)
            return done.stdout

        def aws(*arguments):
            done, said = run("aws", "acm-pca", *arguments, env=env)
            check(f"aws acm-pca {arguments[0]} {arguments[1] if arguments[0] == 'wait' else ''}".strip(), done, said)
            return json.loads(said) if said.strip().startswith("{") else said

        said = shell("the main job of the README", SCRIPT + '\necho "arn=$arn"; echo "ca=$ca"; echo "root=$root"')
        names = dict(line.split("=", 1) for line in said.splitlines() if re.match(r"(arn|ca|root)=arn:", line))
        check("OpenSSL has verified what was issued", "www.pem: OK" in said, said)
        check("the CRL is fetched", "Certificate Revocation List (CRL)" in said, said)
        about = ["--certificate-authority-arn", names["ca"]]
        listed = aws("list-certificate-authorities", "--page-size", "1")["CertificateAuthorities"]
        check("the pages of a list are put together", [found["Status"] for found in listed] == ["ACTIVE", "ACTIVE"], listed)
        few = aws("list-certificate-authorities", "--max-items", "1")
        check("a list can be left and gone on with", len(few["CertificateAuthorities"]) == 1 and "NextToken" in few, few)
        aws("tag-certificate-authority", *about, "--tags", "Key=team,Value=pki", "Key=stage,Value=test")
        check("tags are listed", len(aws("list-tags", *about, "--page-size", "1")["Tags"]) == 2)
        aws("create-permission", *about, "--principal", "acm.amazonaws.com", "--actions", "IssueCertificate", "GetCertificate")
        check("permissions are listed", len(aws("list-permissions", *about)["Permissions"]) == 1)
        report = aws(
            "create-certificate-authority-audit-report", *about, "--s3-bucket-name", BUCKET,
            "--audit-report-response-format", "CSV",
        )  # fmt: skip
        aws("wait", "audit-report-created", *about, "--audit-report-id", report["AuditReportId"])
        rows = (folder / BUCKET / report["S3Key"]).read_text().splitlines()
        check("the report tells of the revoked certificate", len(rows) == 2 and "SUPERSEDED" in rows[1], rows)
        done, said = run("aws", "acm-pca", "delete-certificate-authority", *about, env=env)
        check("a refusal is told by its code", not done and "(InvalidStateException)" in said, said)
        env["AWS_SECRET_ACCESS_KEY"] = "another"
        done, said = run("aws", "acm-pca", "list-certificate-authorities", env=env)
        check("a wrong secret is told by its code", not done and "(InvalidSignatureException)" in said, said)


if __name__ == "__main__":
    main()
