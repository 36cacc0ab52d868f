"""The whole life of a hierarchy through boto3: every action, waiter and paginator, and refusals by their exceptions."""

import json

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, WaiterError

from served import ACCOUNT, BUCKET, REGION, Served, check, make_request, run

ROOT_TEMPLATE = "arn:aws:acm-pca:::template/RootCACertificate/V1"
SUBORDINATE_TEMPLATE = "arn:aws:acm-pca:::template/SubordinateCACertificate_PathLen0/V1"
REVOCATION = {
    "CrlConfiguration": {"Enabled": True, "ExpirationInDays": 7, "S3BucketName": BUCKET},
    "OcspConfiguration": {"Enabled": True},
}


def client(served, name="owner", secret=None, region=REGION):
    """The client as people make it: nothing but the address, the region and a key."""
    key, right = served.credentials(name)
    return boto3.client(
        "acm-pca",
        endpoint_url=served.url,
        region_name=region,
        aws_access_key_id=key,
        aws_secret_access_key=secret or right,
        config=Config(retries={"max_attempts": 0}),
    )


def refused(what, code, call, **arguments):
    """A call is answered with an error of this code."""
    try:
        answer = call(**arguments)
    except ClientError as error:
        found = error.response["Error"]
        check(f"{what}: {code}", found["Code"] == code and found["Message"], found)
        return error
    check(f"{what}: {code}", False, answer)


def authority(pca, kind, name, **more):
    """A new authority, as soon as its CSR is there."""
    arn = pca.create_certificate_authority(
        CertificateAuthorityConfiguration={
            "KeyAlgorithm": "EC_prime256v1",
            "SigningAlgorithm": "SHA256WITHECDSA",
            "Subject": {"Organization": "Acme", "CommonName": name},
        },
        CertificateAuthorityType=kind,
        **more,
    )["CertificateAuthorityArn"]
    pca.get_waiter("certificate_authority_csr_created").wait(CertificateAuthorityArn=arn)
    return arn, pca.get_certificate_authority_csr(CertificateAuthorityArn=arn)["Csr"]


def issue(pca, issuer, csr, template=None, years=1, **more):
    """A certificate, as soon as it is there."""
    more = {**more, "TemplateArn": template} if template else more
    arn = pca.issue_certificate(
        CertificateAuthorityArn=issuer,
        Csr=csr.encode(),
        SigningAlgorithm="SHA256WITHECDSA",
        Validity={"Type": "YEARS", "Value": years},
        **more,
    )["CertificateArn"]
    about = {"CertificateAuthorityArn": issuer, "CertificateArn": arn}
    pca.get_waiter("certificate_issued").wait(**about)
    return arn, pca.get_certificate(**about)


def activate(pca, arn, issued):
    """Installs the certificate of an authority."""
    chain = {"CertificateChain": issued["CertificateChain"].encode()} if "CertificateChain" in issued else {}
    pca.import_certificate_authority_certificate(
        CertificateAuthorityArn=arn, Certificate=issued["Certificate"].encode(), **chain
    )
    status = pca.describe_certificate_authority(CertificateAuthorityArn=arn)["CertificateAuthority"]["Status"]
    check("an authority with its certificate is active", status == "ACTIVE", status)


def hierarchy(pca):
    """A root, and an authority below it that tells of revocation."""
    root, csr = authority(pca, "ROOT", "Root", Tags=[{"Key": "team", "Value": "pki"}])
    _, issued = issue(pca, root, csr, ROOT_TEMPLATE, years=10)
    check("a root has no chain", "CertificateChain" not in issued)
    activate(pca, root, issued)
    below, csr = authority(pca, "SUBORDINATE", "Issuing", RevocationConfiguration=REVOCATION, IdempotencyToken="once")
    _, issued = issue(pca, root, csr, SUBORDINATE_TEMPLATE, years=5)
    activate(pca, below, issued)
    held = pca.get_certificate_authority_certificate(CertificateAuthorityArn=below)
    check("an authority answers what was installed", held["Certificate"].strip() == issued["Certificate"].strip())
    return root, below


def certificates(served, pca, root, below):
    """Issued, judged by OpenSSL, and revoked."""
    folder = served.folder
    csr = make_request(folder, "www.acme.example").read_text()
    arn, issued = issue(pca, below, csr, IdempotencyToken="token")
    again, _ = issue(pca, below, csr, IdempotencyToken="token")
    check("the same token answers the same certificate", again == arn)
    (folder / "leaf.pem").write_text(issued["Certificate"])
    (folder / "chain.pem").write_text(issued["CertificateChain"])
    held = pca.get_certificate_authority_certificate(CertificateAuthorityArn=root)
    (folder / "root.pem").write_text(held["Certificate"])
    done, said = run(
        "openssl", "verify", "-CAfile", folder / "root.pem", "-untrusted", folder / "chain.pem", folder / "leaf.pem"
    )
    check("OpenSSL verifies what was issued", done, said)
    serial = run("openssl", "x509", "-in", folder / "leaf.pem", "-noout", "-serial")[1].strip().removeprefix("serial=")
    revoke = {"CertificateAuthorityArn": below, "CertificateSerial": serial, "RevocationReason": "KEY_COMPROMISE"}
    pca.revoke_certificate(**revoke)
    refused("revoked twice", "RequestAlreadyProcessedException", pca.revoke_certificate, **revoke)
    check("a revoked certificate is still answered", pca.get_certificate(CertificateAuthorityArn=below, CertificateArn=arn))
    _, issued = issue(
        pca,
        below,
        csr,
        "arn:aws:acm-pca:::template/BlankEndEntityCertificate_APIPassthrough/V1",
        ApiPassthrough={"Subject": {"CommonName": "by the request"}},
    )
    done, said = run("openssl", "x509", "-noout", "-subject", stdin=issued["Certificate"])
    check("what the request passes through is in the certificate", "by the request" in said, said)


def access(served, pca, root, below):
    """Tags, permissions, policies, and what another account may."""
    about = {"CertificateAuthorityArn": below}
    pca.tag_certificate_authority(**about, Tags=[{"Key": key, "Value": "1"} for key in "abcde"])
    pages = list(pca.get_paginator("list_tags").paginate(**about, PaginationConfig={"PageSize": 2}))
    keys = [tag["Key"] for page in pages for tag in page["Tags"]]
    check("tags are listed in pages", keys == list("abcde") and len(pages) == 3, pages)
    pca.untag_certificate_authority(**about, Tags=[{"Key": "a"}, {"Key": "b", "Value": "1"}])
    check("tags are removed", len(pca.list_tags(**about)["Tags"]) == 3)
    acm = {**about, "Principal": "acm.amazonaws.com"}
    actions = ["IssueCertificate", "GetCertificate", "ListPermissions"]
    for account in [ACCOUNT, "444455556666", "777788889999"]:
        pca.create_permission(**acm, SourceAccount=account, Actions=actions)
    refused("granted twice", "PermissionAlreadyExistsException", pca.create_permission, **acm, Actions=actions)
    pages = list(pca.get_paginator("list_permissions").paginate(**about, PaginationConfig={"PageSize": 2}))
    granted = [permission for page in pages for permission in page["Permissions"]]
    check("permissions are listed in pages", len(granted) == 3 and len(pages) == 2, pages)
    pca.delete_permission(**acm, SourceAccount="777788889999")
    check("a permission is withdrawn", len(pca.list_permissions(**about)["Permissions"]) == 2)
    other = client(served, "other")
    refused("another account", "AccessDeniedException", other.describe_certificate_authority, **about)
    read = ["DescribeCertificateAuthority", "GetCertificate", "GetCertificateAuthorityCertificate", "ListPermissions", "ListTags"]
    policy = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "read",
                "Effect": "Allow",
                "Principal": {"AWS": "444455556666"},
                "Action": [f"acm-pca:{action}" for action in read],
                "Resource": below,
            },
            {
                "Sid": "issue",
                "Effect": "Allow",
                "Principal": {"AWS": "444455556666"},
                "Action": ["acm-pca:IssueCertificate"],
                "Resource": below,
                "Condition": {
                    "StringEquals": {"acm-pca:TemplateArn": "arn:aws:acm-pca:::template/EndEntityCertificate/V1"}
                },
            },
        ],
    }
    pca.put_policy(ResourceArn=below, Policy=json.dumps(policy))
    check("the policy is answered as it was given", json.loads(pca.get_policy(ResourceArn=below)["Policy"]) == policy)
    check("the policy lets another account read", other.describe_certificate_authority(**about))
    _, issued = issue(other, below, make_request(served.folder, "gw.partner.example").read_text())
    check("the policy lets another account issue", issued["Certificate"])
    refused("what the policy does not have", "AccessDeniedException", other.delete_policy, ResourceArn=below)
    pca.delete_policy(ResourceArn=below)
    refused("no policy any more", "AccessDeniedException", other.describe_certificate_authority, **about)
    pca.delete_policy(ResourceArn=below)
    refused("no policy to answer", "ResourceNotFoundException", pca.get_policy, ResourceArn=below)


def reports(served, pca, below):
    """An audit report, as soon as it lies in its bucket."""
    about = {"CertificateAuthorityArn": below}
    made = pca.create_certificate_authority_audit_report(
        **about, S3BucketName=BUCKET, AuditReportResponseFormat="JSON"
    )
    report = {**about, "AuditReportId": made["AuditReportId"]}
    pca.get_waiter("audit_report_created").wait(**report)
    told = pca.describe_certificate_authority_audit_report(**report)
    check("the report is told of", told["AuditReportStatus"] == "SUCCESS" and told["S3Key"] == made["S3Key"], told)
    lines = json.loads((served.folder / BUCKET / made["S3Key"]).read_text())
    check("the report has what was issued", {line["awsAccountId"] for line in lines} == {ACCOUNT} and len(lines) == 3, lines)
    refused(
        "a second report within half an hour",
        "RequestInProgressException",
        pca.create_certificate_authority_audit_report,
        **about,
        S3BucketName=BUCKET,
        AuditReportResponseFormat="CSV",
    )


def endings(pca, root, below):
    """Listed, disabled, deleted, restored."""
    for number in range(3):
        authority(pca, "ROOT", f"Spare {number}")
    pages = list(pca.get_paginator("list_certificate_authorities").paginate(PaginationConfig={"PageSize": 2}))
    listed = [found["Arn"] for page in pages for found in page["CertificateAuthorities"]]
    check("authorities are listed in pages", len(listed) == 5 and {root, below} < set(listed) and len(pages) == 3)
    about = {"CertificateAuthorityArn": below}
    refused("an active one is deleted", "InvalidStateException", pca.delete_certificate_authority, **about)
    pca.update_certificate_authority(**about, Status="DISABLED")
    pca.delete_certificate_authority(**about, PermanentDeletionTimeInDays=7)
    told = pca.describe_certificate_authority(**about)["CertificateAuthority"]
    check("a deleted one tells until when it can be restored", told["Status"] == "DELETED" and "RestorableUntil" in told)
    pca.restore_certificate_authority(**about)
    told = pca.describe_certificate_authority(**about)["CertificateAuthority"]
    check("a restored one is disabled", told["Status"] == "DISABLED", told)
    pca.update_certificate_authority(**about, Status="ACTIVE")


def refusals(served, pca, below):
    """What is refused before any action is looked at, and how the exceptions are modelled."""
    about = {"CertificateAuthorityArn": below}
    wrong = client(served, secret="not the secret")
    refused("a wrong secret", "InvalidSignatureException", wrong.describe_certificate_authority, **about)
    unknown = boto3.client(
        "acm-pca", endpoint_url=served.url, region_name=REGION, aws_access_key_id="nobody", aws_secret_access_key="x"
    )
    refused("an unknown key", "UnrecognizedClientException", unknown.describe_certificate_authority, **about)
    with_token = boto3.client(
        "acm-pca",
        endpoint_url=served.url,
        region_name=REGION,
        aws_access_key_id=served.credentials()[0],
        aws_secret_access_key=served.credentials()[1],
        aws_session_token="token",
    )
    refused("a session token", "UnrecognizedClientException", with_token.describe_certificate_authority, **about)
    nowhere = below[:-12] + "0" * 12
    error = refused(
        "no such authority",
        "ResourceNotFoundException",
        pca.describe_certificate_authority,
        CertificateAuthorityArn=nowhere,
    )
    check("the exception is one of the model", isinstance(error, pca.exceptions.ResourceNotFoundException))
    refused(
        "a value out of its enumeration",
        "ValidationException",
        pca.update_certificate_authority,
        **about,
        Status="OFF",
    )
    there = client(served, region="us-west-2")
    refused("another region", "ResourceNotFoundException", there.describe_certificate_authority, **about)
    try:
        pca.get_waiter("certificate_issued").wait(
            **about, CertificateArn=f"{below}/certificate/{'0' * 32}", WaiterConfig={"MaxAttempts": 1}
        )
        check("a waiter tells of a certificate that is not there", False)
    except WaiterError as error:
        check("a waiter tells of a certificate that is not there", "ResourceNotFound" in str(error), error)


def main():
    with Served() as served:
        pca = client(served)
        root, below = hierarchy(pca)
        certificates(served, pca, root, below)
        access(served, pca, root, below)
        reports(served, pca, below)
        refusals(served, pca, below)
        endings(pca, root, below)


if __name__ == "__main__":
    main()
