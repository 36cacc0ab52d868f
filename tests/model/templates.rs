//! The 61 templates as the user guide prints them, written down by hand from its tables: what the tests expect is
//! computed from here, and not from the table that certificates are issued from.

use serde::Deserialize;

/// A row of the guide's tables.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    pub name: String,
    pub arn: String,
    /// `CSR`, or `API>CSR` where the request's comes first; of the names too.
    pub subject: String,
    pub san: String,
    pub basic_constraints: BasicConstraints,
    /// `issuer SKI`, `none`, or `only if passed through API`.
    pub aki: String,
    pub key_usage: Option<KeyUsage>,
    pub extended_key_usage: Option<ExtendedKeyUsage>,
    pub crl_distribution_points: String,
    pub api_passthrough: bool,
    pub csr_passthrough: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BasicConstraints {
    pub critical: bool,
    pub ca: bool,
    pub path_len: Option<u8>,
}

#[derive(Deserialize)]
pub struct KeyUsage {
    pub critical: bool,
    pub bits: Vec<String>,
}

#[derive(Deserialize)]
pub struct ExtendedKeyUsage {
    pub critical: bool,
    pub oids: Vec<String>,
}

impl Row {
    /// Whether it is for the root itself.
    pub fn is_root(&self) -> bool {
        self.crl_distribution_points.starts_with("none")
    }

    /// Whether an authority's revocation may be told by the request where its configuration does not tell it. The
    /// tables say so of two templates; the reference (OmitExtension) of all that take the request's word.
    pub fn takes_points_of_api(&self) -> bool {
        !self.is_root() && (self.crl_distribution_points.contains("API") || self.api_passthrough)
    }

    /// The same of the CSR, where the tables leave no doubt.
    pub fn takes_points_of_csr(&self) -> bool {
        let told = self.crl_distribution_points.contains("CSR");
        assert_eq!(told, self.csr_passthrough, "{}", self.name);
        told
    }
}

/// All of them.
pub fn rows() -> Vec<Row> {
    let rows: Vec<Row> = serde_json::from_str(include_str!("templates.json")).unwrap();
    assert_eq!(rows.len(), 61);
    rows
}
