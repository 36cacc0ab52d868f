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
    params.distinguished_name.push(DnType::CommonName, common_name);
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

/// A file in memory that records every write, cut and sync, and can be told to fail.
#[derive(Default)]
pub(crate) struct RecordingStorage(std::sync::Mutex<Recording>);

#[derive(Default)]
struct Recording {
    bytes: Vec<u8>,
    operations: Vec<Operation>,
    failing: Failing,
}

/// Something that was done to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    Write { offset: u64, bytes: Vec<u8> },
    SetLen(u64),
    Sync,
}

/// Which operations are to fail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Failing {
    #[default]
    Nothing,
    /// The disk is full: a write that extends the file writes only up to its present length.
    Full,
    /// The next sync fails.
    OneSync,
    /// Every write and sync fails.
    Everything,
}

impl RecordingStorage {
    pub(crate) fn holding(bytes: Vec<u8>) -> Self {
        Self(std::sync::Mutex::new(Recording { bytes, ..Recording::default() }))
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.0.lock().unwrap().bytes.clone()
    }

    pub(crate) fn operations(&self) -> Vec<Operation> {
        self.0.lock().unwrap().operations.clone()
    }

    pub(crate) fn fail(&self, failing: Failing) {
        self.0.lock().unwrap().failing = failing;
    }
}

impl Operation {
    /// Does it to `bytes`.
    pub(crate) fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Write { offset, bytes: written } => {
                let start = usize::try_from(*offset).unwrap();
                bytes.resize(bytes.len().max(start + written.len()), 0);
                bytes[start..start + written.len()].copy_from_slice(written);
            }
            Self::SetLen(len) => bytes.resize(usize::try_from(*len).unwrap(), 0),
            Self::Sync => {}
        }
    }
}

impl Recording {
    fn perform(&mut self, operation: Operation) {
        operation.apply(&mut self.bytes);
        self.operations.push(operation);
    }
}

impl super::Storage for RecordingStorage {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> std::io::Result<usize> {
        let recording = self.0.lock().unwrap();
        let rest = recording.bytes.get(usize::try_from(offset).unwrap()..).unwrap_or_default();
        let read = rest.len().min(buffer.len());
        buffer[..read].copy_from_slice(&rest[..read]);
        Ok(read)
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> std::io::Result<()> {
        let mut recording = self.0.lock().unwrap();
        let room = recording.bytes.len() - usize::try_from(offset).unwrap().min(recording.bytes.len());
        match recording.failing {
            Failing::Everything => return Err(std::io::ErrorKind::StorageFull.into()),
            Failing::Full if room < bytes.len() => {
                recording.perform(Operation::Write { offset, bytes: bytes[..room].to_vec() });
                return Err(std::io::ErrorKind::StorageFull.into());
            }
            _ => {}
        }
        recording.perform(Operation::Write { offset, bytes: bytes.to_vec() });
        Ok(())
    }

    fn set_len(&self, len: u64) -> std::io::Result<()> {
        let mut recording = self.0.lock().unwrap();
        if recording.failing == Failing::Everything {
            return Err(std::io::ErrorKind::StorageFull.into());
        }
        recording.perform(Operation::SetLen(len));
        Ok(())
    }

    fn sync(&self) -> std::io::Result<()> {
        let mut recording = self.0.lock().unwrap();
        if recording.failing == Failing::OneSync {
            recording.failing = Failing::Nothing;
            return Err(std::io::ErrorKind::Other.into());
        }
        if recording.failing == Failing::Everything {
            return Err(std::io::ErrorKind::Other.into());
        }
        recording.perform(Operation::Sync);
        Ok(())
    }

    fn len(&self) -> std::io::Result<u64> {
        Ok(self.0.lock().unwrap().bytes.len() as u64)
    }
}
