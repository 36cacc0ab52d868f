//! Varieties of templates: who decides beside the template.

/// Whether a template lets the request or the CSR decide what it leaves open (User Guide, "Template varieties").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Variety {
    /// Subject and names are the CSR's, and nothing else of it.
    Base,
    /// What `ApiPassthrough` of the request gives is taken too, before the CSR's.
    ApiPassthrough,
    /// The extensions of the CSR are taken too.
    CsrPassthrough,
    /// Both: the request's before the CSR's.
    ApiCsrPassthrough,
}

impl Variety {
    /// All of them, in the order of a menu.
    pub const ALL: [Self; 4] = [Self::Base, Self::ApiPassthrough, Self::CsrPassthrough, Self::ApiCsrPassthrough];

    /// Plain words for a person.
    pub fn words(self) -> &'static str {
        match self {
            Self::Base => "Template only",
            Self::ApiPassthrough => "API passthrough",
            Self::CsrPassthrough => "CSR passthrough",
            Self::ApiCsrPassthrough => "API and CSR passthrough",
        }
    }

    /// What it does, in a sentence or two.
    pub fn purpose(self) -> &'static str {
        match self {
            Self::Base => "Subject and names come from the CSR, everything else from the template and the CA.",
            Self::ApiPassthrough => {
                "What the request itself gives is used where the template leaves it open. Subject and names come from \
                 the CSR where the request has none."
            }
            Self::CsrPassthrough => "Extensions of the CSR are copied where the template leaves them open.",
            Self::ApiCsrPassthrough => {
                "What the request itself gives is used where the template leaves it open, and then what the CSR asks \
                 for."
            }
        }
    }

    /// Whether `ApiPassthrough` of a request is looked at.
    pub fn takes_api(self) -> bool {
        matches!(self, Self::ApiPassthrough | Self::ApiCsrPassthrough)
    }

    /// Whether more than the subject and its names is taken from a CSR.
    pub fn takes_csr(self) -> bool {
        matches!(self, Self::CsrPassthrough | Self::ApiCsrPassthrough)
    }

    /// How the name of a template ends, before its version.
    pub(super) fn suffix(self) -> &'static str {
        match self {
            Self::Base => "",
            Self::ApiPassthrough => "_APIPassthrough",
            Self::CsrPassthrough => "_CSRPassthrough",
            Self::ApiCsrPassthrough => "_APICSRPassthrough",
        }
    }
}
