//! The API, one module a department: extract, carry out, view. Never a rule, never SQL.

mod calculator;
mod law;
mod sessions;
mod users;

use crate::book::Book;

/// Every route of the API, written into the book.
pub(crate) fn write(book: Book) -> Book {
    let book = law::write(book);
    let book = calculator::write(book);
    let book = sessions::write(book);
    users::write(book)
}
