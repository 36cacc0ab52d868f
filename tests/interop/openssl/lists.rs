//! CRLs of roots and of subordinates, and the certificates that they revoke.

use super::{Asked, REVOKED, issue, pem};
use crate::desk::{Desk, csr};
use crate::tool::Tool;
use canopy::engine::CrlOutcome;
use canopy::workspace::CertificateAuthorityArn;
use canopy::x509::{Certificate, CertificateList};
use serde_json::json;

const SERVER: &str = "EndEntityServerAuthCertificate/V1";

/// An authority whose CRL is looked at.
pub struct Publisher<'a> {
    pub openssl: &'a Tool,
    pub desk: &'a Desk,
    pub authority: &'a str,
    pub signing: &'a str,
}

impl Publisher<'_> {
    fn arn(&self) -> CertificateAuthorityArn {
        self.authority.parse().unwrap()
    }

    /// A file of this authority.
    fn file(&self, what: &str) -> String {
        format!("{}-{what}", self.arn().id)
    }

    /// The CRL in the bucket is signed by the authority itself and names its key; its text.
    fn check(&self, own: &Certificate, entries: usize) -> String {
        let folder = self.desk.folder.path();
        let published = format!("published/crl/{}.crl", self.arn().id);
        let list = CertificateList::from_der(&std::fs::read(folder.join(&published)).unwrap()).unwrap();
        assert_eq!(list.authority_key_identifier(), own.subject_key_identifier());
        assert_eq!(list.issuer().der(), own.subject().der());
        let own_file = self.file("own.pem");
        let arguments = ["crl", "-inform", "DER", "-in", &published, "-CAfile", &own_file, "-noout", "-text"];
        let output = self.openssl.run(folder, &arguments).expect("crl");
        assert!(output.stderr.contains("verify OK"), "{}", output.stderr);
        let text = output.text();
        assert_eq!(text.matches("Serial Number:").count(), entries, "{text}");
        std::fs::write(folder.join(self.file("crl.pem")), list.to_pem()).unwrap();
        text
    }

    fn revoke(&self, leaf: &Certificate, reason: &str) {
        let serial: String = leaf.serial_number().iter().map(|octet| format!("{octet:02x}")).collect();
        let request = json!({
            "CertificateAuthorityArn": self.authority, "CertificateSerial": serial, "RevocationReason": reason
        });
        let outcome = self.desk.engine.revoke(&self.desk.caller, serde_json::from_value(request).unwrap()).unwrap();
        assert!(matches!(outcome, CrlOutcome::Published { .. }), "{outcome:?}");
    }

    /// The CRL without entries and with several, and what OpenSSL then thinks of certificates.
    pub fn prove(&self) {
        let folder = self.desk.folder.path();
        let chain = self.desk.engine.chain(self.arn().id).unwrap();
        let (own, root) = (&chain[0], &chain[chain.len() - 1]);
        let (roots, untrusted, list) = (self.file("root.pem"), self.file("own.pem"), self.file("crl.pem"));
        std::fs::write(folder.join(&roots), root.to_pem()).unwrap();
        std::fs::write(folder.join(&untrusted), pem(&chain[..1])).unwrap();
        let published = self.desk.engine.sign_crl(&self.desk.caller, self.arn().id).unwrap();
        assert!(matches!(published, CrlOutcome::Published { entries: 0, .. }), "{published:?}");
        self.check(own, 0);

        let request = csr("revoked.example");
        let leaves: Vec<Certificate> =
            (0..4).map(|_| issue(self.desk, self.authority, &request, SERVER, self.signing, 30)).collect();
        let more = ["-crl_check", "-CRLfile", &list, "-untrusted", &untrusted];
        let asked = Asked { openssl: self.openssl, folder, roots: &roots, more: &more };
        asked.accepts("sslserver", &leaves);
        for (leaf, reason) in leaves.iter().zip(["KEY_COMPROMISE", "SUPERSEDED", "UNSPECIFIED"]) {
            self.revoke(leaf, reason);
        }
        let text = self.check(own, 3);
        let reasons = ["Key Compromise", "Superseded", "Unspecified"].map(|reason| text.contains(reason));
        assert_eq!(reasons, [true, true, false], "{text}");
        asked.refuses("sslserver", &leaves[..3], REVOKED);
        asked.accepts("sslserver", &leaves[3..]);
    }
}
