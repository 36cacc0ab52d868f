//! Extensions as rows.

use super::name;
use super::section::{Row, time};
use super::structure::ExtensionField;
use crate::x509::asn1::Element;
use crate::x509::extension::{
    AccessDescription, AuthorityKeyIdentifier, DistributionPoint, DistributionPointName, GeneralSubtree,
    IssuingDistributionPoint, KeyUsage, ParsedExtension, PolicyQualifier, ReasonFlags,
};
use crate::x509::{Attribute, Extension, GeneralName, Oid, oid, words};

/// The part of a certificate that an extension belongs to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Group {
    Names,
    Usage,
    Constraints,
    Identifiers,
    Revocation,
    Policies,
    Other,
}

pub fn group(extension: &ExtensionField<'_>) -> Group {
    match extension.oid() {
        Some(oid::ID_CE_SUBJECT_ALT_NAME | oid::ID_CE_ISSUER_ALT_NAME | oid::ID_CE_SUBJECT_DIRECTORY_ATTRIBUTES) => {
            Group::Names
        }
        Some(oid::ID_CE_KEY_USAGE | oid::ID_CE_EXT_KEY_USAGE) => Group::Usage,
        Some(oid::ID_CE_BASIC_CONSTRAINTS | oid::ID_CE_NAME_CONSTRAINTS) => Group::Constraints,
        Some(oid::ID_CE_SUBJECT_KEY_IDENTIFIER | oid::ID_CE_AUTHORITY_KEY_IDENTIFIER) => Group::Identifiers,
        Some(
            oid::ID_CE_CRL_DISTRIBUTION_POINTS
            | oid::ID_CE_FRESHEST_CRL
            | oid::ID_PE_AUTHORITY_INFO_ACCESS
            | oid::ID_PE_SUBJECT_INFO_ACCESS,
        ) => Group::Revocation,
        Some(
            oid::ID_CE_CERTIFICATE_POLICIES
            | oid::ID_CE_POLICY_MAPPINGS
            | oid::ID_CE_POLICY_CONSTRAINTS
            | oid::ID_CE_INHIBIT_ANY_POLICY,
        ) => Group::Policies,
        _ => Group::Other,
    }
}

/// The extension decoded; hexadecimal with the reason where it cannot be.
pub fn rows(field: &ExtensionField<'_>) -> Vec<Row> {
    let mut rows = decoded(field);
    for row in &mut rows {
        row.range.get_or_insert_with(|| field.element.range());
    }
    if let Some(first) = rows.first_mut().filter(|_| field.critical) {
        *first = first.clone().note("critical");
    }
    rows
}

fn decoded(field: &ExtensionField<'_>) -> Vec<Row> {
    let Some(id) = field.oid() else { return vec![Row::hex(field.id.dotted(), &field.value.octets())] };
    if let (oid::ID_CE_SUBJECT_ALT_NAME | oid::ID_CE_ISSUER_ALT_NAME, Some(names)) = (id, field.inner()) {
        return alternative_names(id, &names);
    }
    match field.parse(id) {
        Ok(ParsedExtension::Unknown(unknown)) => vec![other(&unknown, field.inner())],
        Ok(parsed) => parsed_rows(parsed),
        Err(problem) => vec![Row::hex(label(&id), &field.value.octets()).note(problem.to_string())],
    }
}

/// `keyUsage` becomes `Key usage`.
fn label(id: &Oid) -> String {
    words::extension(id)
}

/// Each name on its own, so that one that cannot be read does not hide the others.
fn alternative_names(id: Oid, names: &Element<'_>) -> Vec<Row> {
    let of_issuer = id == oid::ID_CE_ISSUER_ALT_NAME;
    let row = |name: Element<'_>| {
        let row = name::general(&name);
        if of_issuer { row.note("of the issuer") } else { row }
    };
    match names.children().map(row).collect::<Vec<_>>() {
        rows if rows.is_empty() => vec![Row::new(label(&id), "None")],
        rows => rows,
    }
}

/// An extension that RFC 5280 does not define.
fn other(extension: &Extension, inner: Option<Element<'_>>) -> Row {
    let row = match (extension.oid, inner) {
        (oid::ID_PKIX_OCSP_NOCHECK, _) => Row::new("OCSP no check", "The responder's certificate is not to be checked"),
        (oid::ID_CT_PRECERTIFICATE_POISON, _) => Row::new("Precertificate", "Not to be used as a certificate"),
        (oid::ID_PE_TLS_FEATURE, Some(features)) => Row::new("TLS features", tls_features(&features)),
        (_, Some(value)) if value.text().is_some() => Row::new(label(&extension.oid), value.text().unwrap_or_default()),
        _ => Row::hex(label(&extension.oid), &extension.value),
    };
    if row.label == extension.oid.to_string() { row } else { row.note(extension.oid.to_string()) }
}

/// RFC 7633
fn tls_features(features: &Element<'_>) -> String {
    let feature = |feature: Element<'_>| match feature.unsigned() {
        Some(5) => "must staple (status_request)".to_owned(),
        Some(17) => "must staple all (status_request_v2)".to_owned(),
        Some(other) => other.to_string(),
        None => words::hex(feature.content()),
    };
    features.children().map(feature).collect::<Vec<_>>().join(", ")
}

fn parsed_rows(parsed: ParsedExtension) -> Vec<Row> {
    match parsed {
        ParsedExtension::KeyUsage(usage) => vec![Row::new("Key usage", key_usage(usage))],
        ParsedExtension::ExtendedKeyUsage(usage) => usage.0.iter().map(purpose).collect(),
        ParsedExtension::BasicConstraints(constraints) => {
            let authority = Row::new("Authority", if constraints.ca { "Yes" } else { "No" });
            let length = constraints.path_len_constraint.map(|length| Row::new("Path length", length.to_string()));
            [Some(authority), length].into_iter().flatten().collect()
        }
        ParsedExtension::NameConstraints(constraints) => {
            let permitted = constraints.permitted_subtrees.iter().map(|tree| subtree("Permitted", tree));
            permitted.chain(constraints.excluded_subtrees.iter().map(|tree| subtree("Excluded", tree))).collect()
        }
        ParsedExtension::SubjectKeyIdentifier(identifier) => vec![Row::hex("Subject key", &identifier.0)],
        ParsedExtension::AuthorityKeyIdentifier(identifier) => authority_key(&identifier),
        ParsedExtension::CrlDistributionPoints(points) => {
            points.0.iter().flat_map(|point| crl_point("CRL", point)).collect()
        }
        ParsedExtension::FreshestCrl(points) => {
            points.0.iter().flat_map(|point| crl_point("Delta CRL", point)).collect()
        }
        ParsedExtension::AuthorityInfoAccess(access) => access.0.iter().map(access_row).collect(),
        ParsedExtension::SubjectInfoAccess(access) => access.0.iter().map(access_row).collect(),
        ParsedExtension::CertificatePolicies(policies) => policies
            .0
            .iter()
            .flat_map(|policy| {
                let row = Row::mono("Policy", oid::describe(&policy.policy_identifier));
                std::iter::once(row).chain(policy.policy_qualifiers.iter().map(qualifier))
            })
            .collect(),
        other => rare_rows(other),
    }
}

fn rare_rows(parsed: ParsedExtension) -> Vec<Row> {
    match parsed {
        ParsedExtension::PolicyMappings(mappings) => mappings
            .0
            .iter()
            .map(|pair| {
                Row::mono("Policy mapping", format!("{} is {}", pair.issuer_domain_policy, pair.subject_domain_policy))
            })
            .collect(),
        ParsedExtension::PolicyConstraints(constraints) => [
            constraints.require_explicit_policy.map(|skip| after("Explicit policy required", skip)),
            constraints.inhibit_policy_mapping.map(|skip| after("Policy mapping inhibited", skip)),
        ]
        .into_iter()
        .flatten()
        .collect(),
        ParsedExtension::InhibitAnyPolicy(skip) => vec![after("Any policy inhibited", skip.0)],
        ParsedExtension::SubjectDirectoryAttributes(attributes) => {
            attributes.0.iter().flat_map(directory_attribute).collect()
        }
        ParsedExtension::CrlNumber(number) => vec![Row::mono("CRL number", words::number(&number.0))],
        ParsedExtension::DeltaCrlIndicator(number) => vec![Row::mono("Delta to CRL number", words::number(&number.0))],
        ParsedExtension::IssuingDistributionPoint(point) => issuing_point(&point),
        ParsedExtension::CrlReason(reason) => vec![Row::new("Reason", words::reason(reason))],
        ParsedExtension::InvalidityDate(date) => vec![Row::new("Invalid since", words::moment(date.0))],
        ParsedExtension::CertificateIssuer(issuer) => {
            issuer.0.iter().map(|name| name::known_general(name).note("certificate issuer")).collect()
        }
        // Names are read one by one before, everything else above.
        _ => Vec::new(),
    }
}

fn directory_attribute(attribute: &Attribute) -> Vec<Row> {
    let label = words::attribute(&attribute.oid);
    let rows = attribute.texts().into_iter().map(|text| Row::new(&label, text).note("subject directory attribute"));
    rows.collect()
}

fn key_usage(usage: KeyUsage) -> String {
    let words = words::key_usage(usage);
    if words.is_empty() { "None".to_owned() } else { words::capital(&words.join(", ")) }
}

fn purpose(purpose: &Oid) -> Row {
    let shown = words::purpose(purpose);
    let named = shown != purpose.to_string();
    let row = Row { mono: !named, ..Row::new("Extended usage", shown) };
    if named { row.note(purpose.to_string()) } else { row }
}

fn subtree(label: &str, tree: &GeneralSubtree) -> Row {
    let name = name::known_general(&tree.base);
    let value =
        if name.value.is_empty() { format!("{}: all", name.label) } else { format!("{}: {}", name.label, name.value) };
    let row = Row { label: label.to_owned(), value, ..name };
    match (tree.minimum, tree.maximum) {
        (0, None) => row,
        (minimum, maximum) => row.note(format!("minimum {minimum}, maximum {maximum:?}, which RFC 5280 does not use")),
    }
}

fn authority_key(identifier: &AuthorityKeyIdentifier) -> Vec<Row> {
    let key = identifier.key_identifier.as_deref().map(|key| Row::hex("Authority key", key));
    let issuer =
        identifier.authority_cert_issuer.iter().flatten().map(|name| Row::new("Authority's issuer", name.value()));
    let serial =
        identifier.authority_cert_serial_number.as_deref().map(|serial| Row::hex("Authority's serial", serial));
    match key.into_iter().chain(issuer).chain(serial).collect::<Vec<_>>() {
        rows if rows.is_empty() => vec![Row::new("Authority key", "None")],
        rows => rows,
    }
}

fn crl_point(label: &str, point: &DistributionPoint) -> Vec<Row> {
    let mut rows = point_name(label, point.distribution_point.as_ref());
    let issuers = point.crl_issuer.iter().map(|name| Row::new("CRL issuer", name.value()));
    rows.extend(issuers);
    rows.extend(point.reasons.map(reasons));
    rows
}

fn point_name(label: &str, name: Option<&DistributionPointName>) -> Vec<Row> {
    match name {
        None => Vec::new(),
        Some(DistributionPointName::FullName(names)) => names.iter().map(|name| located(label, name)).collect(),
        Some(DistributionPointName::NameRelativeToCrlIssuer(content)) => {
            vec![Row::hex(label, content).note("relative to the CRL issuer")]
        }
    }
}

fn located(label: &str, name: &GeneralName) -> Row {
    let row = name::known_general(name);
    let note = row.note.clone().or_else(|| (!row.mono).then(|| row.label.clone()));
    Row { label: label.to_owned(), note, ..row }
}

fn reasons(flags: ReasonFlags) -> Row {
    Row::new("Only for", words::reasons(flags).join(", "))
}

fn access_row(access: &AccessDescription) -> Row {
    located(&words::access_method(&access.access_method), &access.access_location)
}

fn qualifier(qualifier: &PolicyQualifier) -> Row {
    match qualifier {
        PolicyQualifier::Cps(uri) => Row::mono("Practice statement", uri),
        PolicyQualifier::UserNotice { notice_ref, explicit_text } => {
            let row = Row::new("Notice", explicit_text.as_deref().unwrap_or("None"));
            match notice_ref {
                Some(reference) => row.note(format!(
                    "{}, numbers {:?}",
                    super::display::safe(&reference.organization),
                    reference.notice_numbers
                )),
                None => row,
            }
        }
        PolicyQualifier::Other { id, qualifier } => Row::hex("Qualifier", qualifier).note(oid::describe(id)),
    }
}

fn after(label: &str, skip: u32) -> Row {
    let value = match skip {
        0 => "from here on".to_owned(),
        skip => format!("after {}", words::counted(skip.into(), "certificate")),
    };
    Row::new(label, words::capital(&value))
}

fn issuing_point(point: &IssuingDistributionPoint) -> Vec<Row> {
    let mut rows = point_name("Published at", point.distribution_point.as_ref());
    let flags = [
        (point.only_contains_user_certs, "end-entity certificates"),
        (point.only_contains_ca_certs, "CA certificates"),
        (point.only_contains_attribute_certs, "attribute certificates"),
    ];
    rows.extend(flags.iter().filter(|(set, _)| *set).map(|(_, what)| Row::new("Only for", what)));
    rows.extend(point.only_some_reasons.map(reasons));
    rows.extend(point.indirect_crl.then(|| Row::new("Indirect", "Also lists certificates of other issuers")));
    match rows.is_empty() {
        true => vec![Row::new("Issuing distribution point", "Empty")],
        false => rows,
    }
}

/// A time of a field, for the sections that have one.
pub fn time_row(label: &str, element: &Element<'_>) -> Row {
    Row::new(label, time(element)).at(element)
}
