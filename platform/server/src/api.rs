//! The API, one module a department: extract, carry out, view. Never a rule, never SQL.

mod account;
mod agents;
mod areas;
mod badges;
mod calculator;
mod campaigns;
mod captures;
mod checks;
mod codes;
pub(crate) mod coverage;
mod custody;
mod devices;
mod events;
mod home;
mod issuer;
mod law;
mod leads;
mod ledger;
mod lists;
pub(crate) mod memberships;
pub(crate) mod payments;
mod people;
mod plans;
mod reference;
pub(crate) mod reports;
mod search;
mod sessions;
mod sign_in;
mod sync;
pub(crate) mod targets;
mod users;
mod villages;

use crate::book::Book;

/// Every route of the API, written into the book.
pub(crate) fn write(book: Book) -> Book {
    let book = law::write(book);
    let book = calculator::write(book);
    let book = areas::write(book);
    let book = people::write(book);
    let book = search::write(book);
    let book = home::write(book);
    let book = memberships::write(book);
    let book = payments::write(book);
    let book = codes::write(book);
    let book = lists::write(book);
    let book = ledger::write(book);
    let book = coverage::write(book);
    let book = targets::write(book);
    let book = agents::write(book);
    let book = badges::write(book);
    let book = reports::write(book);
    let book = devices::write(book);
    let book = sync::write(book);
    let book = captures::write(book);
    let book = custody::write(book);
    let book = plans::write(book);
    let book = campaigns::write(book);
    let book = events::write(book);
    let book = leads::write(book);
    let book = villages::write(book);
    let book = reference::write(book);
    let book = checks::write(book);
    let book = sessions::write(book);
    let book = sign_in::write(book);
    let book = account::write(book);
    let book = issuer::write(book);
    users::write(book)
}
