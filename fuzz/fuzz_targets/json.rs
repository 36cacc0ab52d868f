#![no_main]

#[path = "../../tests/doors/door.rs"]
mod door;

libfuzzer_sys::fuzz_target!(|octets: &[u8]| {
    door::json(octets);
});
