//! The rules that a path must keep, by their names.

/// A rule of RFC 5280, or of RFC 9525 for the target, that a certificate in a path does not keep.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Rule {
    /// A path ends at a trusted root.
    TrustedRoot,
    /// The signature was made with the issuer's key.
    Signature,
    /// The certificate is valid at the time asked for.
    Validity,
    /// The certificate is not revoked.
    Revocation,
    /// Whether the certificate is revoked is known, where that is asked.
    RevocationStatus,
    /// A CA has a name, and so has the issuer of each certificate.
    EmptyName,
    /// Each name is one that the CAs above permit.
    PermittedNames,
    /// No name is one that a CA above excludes.
    ExcludedNames,
    /// A policy is valid for all certificates where one is required; of a certificate.
    Policy,
    /// The same, at the end of the path.
    PolicyOfTarget,
    /// anyPolicy is not mapped.
    PolicyMapping,
    /// What signs certificates is a CA.
    BasicConstraints,
    /// There are no more CAs below a CA than it allows.
    PathLength,
    /// The key usage of a CA has keyCertSign.
    KeyUsage,
    /// Each critical extension of a CA is known, and each that matters can be read.
    ExtensionsOfCa,
    /// The same of the target.
    ExtensionsOfTarget,
    /// The key may be used for what is asked.
    Purpose,
    /// The target is for the host that is asked for.
    HostName,
    /// The target is for the IP address that is asked for.
    HostAddress,
    /// Checking the path takes no more work than Canopy does.
    Bounds,
}

impl Rule {
    /// Where the rule is written, such as `RFC 5280 section 6.1.3 (a)(2)`.
    pub fn section(self) -> &'static str {
        match self {
            Rule::TrustedRoot | Rule::Bounds => "RFC 5280 section 6.1",
            Rule::Signature => "RFC 5280 section 6.1.3 (a)(1)",
            Rule::Validity => "RFC 5280 section 6.1.3 (a)(2)",
            Rule::Revocation => "RFC 5280 section 6.1.3 (a)(3)",
            Rule::RevocationStatus => "RFC 5280 section 6.3.3",
            Rule::EmptyName => "RFC 5280 section 4.1.2.6",
            Rule::PermittedNames => "RFC 5280 section 6.1.3 (b)",
            Rule::ExcludedNames => "RFC 5280 section 6.1.3 (c)",
            Rule::Policy => "RFC 5280 section 6.1.3 (f)",
            Rule::PolicyOfTarget => "RFC 5280 section 6.1.5 (g)",
            Rule::PolicyMapping => "RFC 5280 section 6.1.4 (a)",
            Rule::BasicConstraints => "RFC 5280 section 6.1.4 (k)",
            Rule::PathLength => "RFC 5280 section 6.1.4 (l)",
            Rule::KeyUsage => "RFC 5280 section 6.1.4 (n)",
            Rule::ExtensionsOfCa => "RFC 5280 section 6.1.4 (o)",
            Rule::ExtensionsOfTarget => "RFC 5280 section 6.1.5 (f)",
            Rule::Purpose => "RFC 5280 section 4.2.1.12",
            Rule::HostName => "RFC 9525 section 6.3",
            Rule::HostAddress => "RFC 9525 section 6.4",
        }
    }

    /// What the rule is about in a few words, such as `Validity`.
    pub fn title(self) -> &'static str {
        match self {
            Rule::TrustedRoot => "Trusted root",
            Rule::Signature => "Signature",
            Rule::Validity => "Validity",
            Rule::Revocation | Rule::RevocationStatus => "Revocation",
            Rule::EmptyName => "Empty name",
            Rule::PermittedNames => "Permitted names",
            Rule::ExcludedNames => "Excluded names",
            Rule::Policy | Rule::PolicyOfTarget => "Certificate policies",
            Rule::PolicyMapping => "Policy mappings",
            Rule::BasicConstraints => "Basic constraints",
            Rule::PathLength => "Path length",
            Rule::KeyUsage => "Key usage",
            Rule::ExtensionsOfCa | Rule::ExtensionsOfTarget => "Extensions",
            Rule::Purpose => "Key purpose",
            Rule::HostName => "Host name",
            Rule::HostAddress => "Host address",
            Rule::Bounds => "Limits",
        }
    }
}
