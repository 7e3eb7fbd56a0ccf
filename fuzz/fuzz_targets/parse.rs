#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| ics_fuzz::parse(bytes));
