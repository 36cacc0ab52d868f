//! What issuing costs, beside what it cannot cost less than: `cargo bench --bench engine`.
//!
//! The floor of an issuance is one signature verified (that of the CSR) and one made (that of the certificate), with
//! nothing around them. Ratios are of processor time, which other programs on the machine disturb least. The tables
//! are for reading; nothing here passes or fails.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a program that prints tables, for developers")]

mod desk;
mod measure;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair,
    UnparsedPublicKey,
};
use canopy::engine::Engine;
use canopy::keystore::{KeyKind, SoftwareKey};
use desk::{Desk, environment, in_memory, options, passphrase};
use measure::{Measured, microseconds, processor_time};
use std::hint::black_box;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

/// Certificates in the large workspace, unless `CANOPY_BENCH_CERTIFICATES` says otherwise.
const MANY: usize = 100_000;

fn main() {
    // `cargo test --all-targets` starts benches too, without this.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let many = std::env::var("CANOPY_BENCH_CERTIFICATES").ok().and_then(|text| text.parse().ok()).unwrap_or(MANY);
    issuing();
    appending_and_opening(many);
}

/// The floor: a P-256 signature over a message as long as a CSR's is verified, and one as long as a certificate's is
/// signed.
fn floor(kind: KeyKind) -> Measured {
    let (request, certificate) = ([0x5a; 300], [0xa5; 500]);
    let random = SystemRandom::new();
    let p256 = || {
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
        EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8.as_ref()).unwrap()
    };
    let subject = p256();
    let public = UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, subject.public_key().as_ref().to_vec());
    let signature = subject.sign(&random, &request).unwrap();
    let verify = || public.verify(black_box(&request), signature.as_ref()).unwrap();
    if kind == KeyKind::P256 {
        let issuer = p256();
        return Measured::over(1, || {
            verify();
            black_box(issuer.sign(&random, &certificate).unwrap());
        });
    }
    let issuer = RsaKeyPair::from_pkcs8(&SoftwareKey::generate(kind).unwrap().to_pkcs8()).unwrap();
    Measured::over(1, || {
        verify();
        let mut signature = vec![0; issuer.public_modulus_len()];
        issuer.sign(&RSA_PKCS1_SHA256, &random, &certificate, &mut signature).unwrap();
        black_box(signature);
    })
}

fn issuing() {
    println!("Issuing (Engine::call, durable; CSR on P-256 with three names; in memory: without what a sync costs)\n");
    println!(
        "| authority | floor, µs | on | threads | issued per second | CPU µs each | CPU × floor | CPU × one thread |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    let kinds = [
        ("P-256", KeyKind::P256, "EC_prime256v1", "SHA256WITHECDSA"),
        ("RSA 2048", KeyKind::Rsa2048, "RSA_2048", "SHA256WITHRSA"),
        ("RSA 4096", KeyKind::Rsa4096, "RSA_4096", "SHA256WITHRSA"),
    ];
    for (name, kind, key, signing) in kinds {
        let floor = floor(kind).cost();
        let memory = in_memory().map(|folder| ("memory", Desk::within(folder, key, signing), &[1, 2][..]));
        let disk = ("disk", Desk::new(key, signing), &[1, 2, 16][..]);
        for (place, desk, hands) in memory.into_iter().chain([disk]) {
            let mut alone = None;
            for &threads in hands {
                let measured = Measured::over(threads, || desk.issue());
                let (rate, cost) = (measured.per_second(), measured.cost());
                let (floors, ones) = (cost / floor, cost / *alone.get_or_insert(cost));
                println!(
                    "| {name} | {floor:.0} | {place} | {threads} | {rate:.0} | {cost:.0} | {floors:.2} | {ones:.2} |"
                );
            }
        }
    }
}

/// The middle one of many durations.
fn median(count: usize, mut act: impl FnMut() -> Duration) -> Duration {
    let mut found: Vec<Duration> = (0..count).map(|_| act()).collect();
    found.sort_unstable();
    found[count / 2]
}

/// What the disk takes for a record: 2 KiB appended to a file and synced.
fn bare_append(folder: &Path) -> Duration {
    let mut file = std::fs::File::create(folder.join("bare")).unwrap();
    median(500, || {
        let start = Instant::now();
        file.write_all(&[b' '; 2048]).unwrap();
        file.sync_data().unwrap();
        start.elapsed()
    })
}

fn appending_and_opening(many: usize) {
    let desk = Desk::new("EC_prime256v1", "SHA256WITHECDSA");
    println!("\nAppending (one durable issuance, one thread, P-256)\n");
    println!("| certificates | median, µs | bare append and sync, µs | times | µs of processor each |");
    println!("|---|---|---|---|---|");
    for count in [100, many] {
        desk.grow(count);
        let there = desk.engine.snapshot().certificates().len();
        let bare = microseconds(bare_append(desk.folder.path()));
        let (start, calls) = (Instant::now(), 1000);
        let before = processor_time(start);
        let one = median(calls, || {
            let start = Instant::now();
            desk.issue();
            start.elapsed()
        });
        let processor = microseconds(processor_time(start) - before) / calls as f64;
        let one = microseconds(one);
        println!("| {there} | {one:.0} | {bare:.0} | {:.2} | {processor:.0} |", one / bare);
    }
    opening(desk);
}

fn opening(desk: Desk) {
    let path = desk.path();
    let Desk { folder, engine, .. } = desk;
    let count = engine.snapshot().certificates().len();
    drop(engine);
    let mut index = path.clone().into_os_string();
    index.push(".index");
    let size = |path: &Path| std::fs::metadata(path).unwrap().len() as f64 / 1e6;
    println!(
        "\nOpening {count} certificates (a file of {:.0} MB, an index of {:.0} MB)\n",
        size(&path),
        size(Path::new(&index))
    );
    println!("| how | median, ms | µs per certificate |");
    println!("|---|---|---|");
    let open = |from_index: bool| {
        if !from_index {
            std::fs::remove_file(&index).unwrap();
        }
        let start = Instant::now();
        let (engine, report) = Engine::open(&path, environment(&path), &options()).unwrap();
        let elapsed = start.elapsed();
        assert_eq!((report.from_index, engine.snapshot().certificates().len()), (from_index, count));
        // Closing writes the index again, if it is gone, and with the key that seals it.
        engine.unlock(&passphrase()).unwrap();
        elapsed
    };
    let row = |how: &str, time: Duration| {
        println!("| {how} | {:.0} | {:.2} |", microseconds(time) / 1e3, microseconds(time) / count as f64);
    };
    row("with the index", median(5, || open(true)));
    row("without", median(5, || open(false)));
    let (engine, _) = Engine::open(&path, environment(&path), &options()).unwrap();
    engine.unlock(&passphrase()).unwrap();
    let verify = || {
        let start = Instant::now();
        assert!(engine.verify().unwrap().authenticated);
        start.elapsed()
    };
    row("verifying every record", median(3, verify));
    drop(engine);
    drop(folder);
}
