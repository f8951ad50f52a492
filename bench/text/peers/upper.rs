//! Rust's `str::to_uppercase` for a caller in another language.

use std::hint::black_box;
use std::slice::from_raw_parts;
use std::str::from_utf8_unchecked;

/// # Safety
/// `text` is well-formed UTF-8 of `length` bytes.
unsafe fn upper(text: *const u8, length: usize) -> String {
    unsafe { from_utf8_unchecked(from_raw_parts(text, length)) }.to_uppercase()
}

/// Makes the upper case, drops it and returns its length.
///
/// # Safety
/// As `upper`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn to_uppercase(text: *const u8, length: usize) -> usize {
    black_box(unsafe { upper(text, length) }).len()
}

/// Makes the upper case, copies it to `room` and returns its length.
///
/// # Safety
/// As `upper`, and `room` has three bytes for each one of the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn answer(text: *const u8, length: usize, room: *mut u8) -> usize {
    let made = unsafe { upper(text, length) };
    unsafe { room.copy_from_nonoverlapping(made.as_ptr(), made.len()) };
    made.len()
}
