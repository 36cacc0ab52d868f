//! What the tests of this module build with: certificates and records, the same every time.

use rcgen::{CertificateParams, CustomExtension, DnType, KeyPair, SanType, SerialNumber};

/// A self-signed certificate with this serial and common name, valid through the year 2026. Only
/// its key and signature differ from run to run.
pub(crate) fn certificate(serial: [u8; 16], common_name: &str) -> Vec<u8> {
    use std::sync::LazyLock;
    static KEY: LazyLock<KeyPair> = LazyLock::new(|| KeyPair::generate().unwrap());
    let mut params = CertificateParams::default();
    params.serial_number = Some(SerialNumber::from_slice(&serial));
    params.not_before = rcgen::date_time_ymd(2026, 1, 1);
    params.not_after = rcgen::date_time_ymd(2027, 1, 1);
    params
        .distinguished_name
        .push(DnType::CommonName, common_name);
    if common_name.contains('.') {
        params.subject_alt_names = vec![
            SanType::DnsName(common_name.try_into().unwrap()),
            SanType::DnsName(format!("alt.{common_name}").try_into().unwrap()),
            SanType::IpAddress([10, 0, 0, 1].into()),
            SanType::IpAddress(std::net::Ipv6Addr::LOCALHOST.into()),
        ];
    }
    params.custom_extensions = vec![CustomExtension::from_oid_content(&[1, 2, 3], vec![5, 0])];
    params.self_signed(&*KEY).unwrap().der().to_vec()
}
