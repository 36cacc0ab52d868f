//! The patterns of the reference, word for word. Each must match the whole text.

use regex::Regex;
use std::sync::LazyLock;

/// A pattern and its text in the reference.
pub struct Pattern {
    /// The pattern as the reference prints it.
    pub text: &'static str,
    regex: Regex,
}

impl Pattern {
    /// Whether the whole of `value` is of the pattern.
    pub fn matches(&self, value: &str) -> bool {
        self.regex.is_match(value)
    }
}

macro_rules! patterns {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {$(
        $(#[$doc])*
        pub static $name: LazyLock<Pattern> = LazyLock::new(|| Pattern {
            text: $text,
            regex: Regex::new(&format!(r"\A(?:{})\z", $text.replace(r"\w", "0-9A-Za-z_")))
                .expect("the patterns of the reference compile, as a test shows"),
        });
    )*

    #[cfg(test)]
    const ALL: &[&LazyLock<Pattern>] = &[$(&$name,)*];
    };
}

patterns! {
    /// Arn. A word character is one of ASCII, as in the service's own regular expressions.
    ARN = r"arn:[\w+=/,.@-]+:acm-pca:[\w+=/,.@-]*:[0-9]*:[\w+=,.@-]+(/[\w+=,.@-]+)*";
    /// AccountId.
    ACCOUNT = r"[0-9]+";
    /// Principal.
    PRINCIPAL = r"[^*]+";
    /// AWSPolicy.
    POLICY = r"[\u0009\u000A\u000D\u0020-\u00FF]+";
    /// CountryCodeString.
    COUNTRY = r"[A-Za-z]{2}";
    /// ASN1PrintableString64.
    PRINTABLE = r"[a-zA-Z0-9'()+-.?:/= ]*";
    /// CustomObjectIdentifier.
    OBJECT_IDENTIFIER = r"([0-2])\.([0-9]|([0-3][0-9]))((\.([0-9]+)){0,126})";
    /// IdempotencyToken.
    TOKEN = r"[\u0009\u000A\u000D\u0020-\u00FF]*";
    /// CnameString.
    CNAME = r"[-a-zA-Z0-9;/?:@&=+$,%_.!~*()']*";
    /// CrlPathString.
    CRL_PATH = r"(/|[-a-zA-Z0-9;?:@&=+$,%_.!~*()']+(/[-a-zA-Z0-9;?:@&=+$,%_.!~*()']+)*)";
    /// S3BucketName3To255.
    BUCKET = r"[-a-zA-Z0-9._/]+";
    /// TagKey and TagValue.
    TAG = r"([\p{L}\p{Z}\p{N}_.:/=+\-@]*)";
    /// AuditReportId.
    REPORT_ID = r"[a-z0-9]{8}-[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{12}";
    /// Base64String1To4096.
    BASE64 = r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_is_for_the_whole_text() {
        let arn = "arn:aws:acm-pca:::a";
        let good = [
            arn,
            "123456789012",
            "acm.amazonaws.com",
            "{}",
            "DE",
            "Printable",
            "1.2.3",
            "token",
            "crl.example",
            "a/b",
            "bucket",
            "Tag",
            "11111111-2222-3333-4444-55555555555z",
            "QUJD",
        ];
        assert_eq!(good.len(), ALL.len());
        for (pattern, good) in ALL.iter().zip(good) {
            assert!(pattern.matches(good), "{good}: {}", pattern.text);
            // A principal is anything without an asterisk.
            let wrong = if pattern.text == PRINCIPAL.text { '*' } else { '\u{1}' };
            for bad in [format!("{wrong}{good}"), format!("{good}{wrong}"), format!("{good}\n{wrong}")] {
                assert!(!pattern.matches(&bad), "{bad:?}: {}", pattern.text);
            }
        }
    }

    #[test]
    fn patterns_decide_as_the_reference_says() {
        assert!(ARN.matches("arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/x"));
        assert!(ARN.matches("arn:aws:acm-pca:::template/EndEntityCertificate/V1"));
        assert!(!ARN.matches("arn:aws:s3:::bucket") && !ARN.matches("arn:aws:acm-pca:::größe"));
        assert!(OBJECT_IDENTIFIER.matches("2.5.4.3") && OBJECT_IDENTIFIER.matches("1.39"));
        assert!(!OBJECT_IDENTIFIER.matches("3.1") && !OBJECT_IDENTIFIER.matches("1.40.1"));
        assert!(TOKEN.matches("a\tb \u{ff}") && !TOKEN.matches("\u{100}"));
        assert!(CRL_PATH.matches("/") && CRL_PATH.matches("a/b") && !CRL_PATH.matches("a/"));
        assert!(TAG.matches("Größe 東 _.:/=+-@") && !TAG.matches("a*b"));
    }
}
