//! What the department of field work refuses, as problems.

use super::Problem;
use outreach::{OutreachRefusal, campaign::CampaignRefusal};

impl From<OutreachRefusal> for Problem {
    fn from(refusal: OutreachRefusal) -> Self {
        use OutreachRefusal as R;
        let (id, en) = (refusal.indonesian(), refusal.to_string());
        let code = refusal.code().unwrap_or("FIELD_WORK");
        let said = |kind| Self::new(kind, code, id, en);
        match refusal {
            R::NoEvent | R::NoDeposit | R::NoReceipt => said("not-found"),
            R::State(state) => said("conflict").naming("state", state),
            R::Counted { receipts, .. } => {
                said("invalid-fields").field("counted").naming("receipts", receipts.get())
            }
            R::NotInDeposit(serial) => {
                said("invalid-fields").field("serials").naming("serial", serial)
            }
            R::SamePerson => said("forbidden"),
            R::Reason => said("invalid-fields").field("reason"),
            R::Text(field) | R::Count(field) => said("invalid-fields").field(field),
            R::Village => said("invalid-fields").field("area"),
            R::NoCodes => said("conflict"),
            R::NoAgent(_) => said("not-found"),
            R::NotAgent => said("invalid-fields").field("agent"),
            R::UnderContract(since) => said("conflict").naming("since", since),
            R::TooEarly { from, .. } => said("conflict").naming("from", from),
            R::NoContract(_) | R::SameAgent | R::NoMembers => said("conflict"),
            R::CustodyOpen { open, held, handed_in } => said("conflict")
                .naming("open", open.get())
                .naming("held", held.get())
                .naming("handed_in", handed_in.get()),
            R::Days(field, _) | R::Word(field, _) => said("invalid-fields").field(field),
            R::CodeUsed(_) => said("conflict").field("code"),
            R::Place(error) => error.into(),
            R::Coverage(error) => error.into(),
            R::Campaign(error) => (*error).into(),
            R::Target(error) => (*error).into(),
            R::Enrol(error) => error.into(),
            R::Registry(error) => error.into(),
            R::Pay(error) => error.into(),
            R::Ledger(error) => error.into(),
            R::Law(error) => error.into(),
            R::Money(error) => error.into(),
            R::Forbidden(error) => error.into(),
            R::Db(error) => error.into(),
        }
    }
}

impl From<CampaignRefusal> for Problem {
    fn from(refusal: CampaignRefusal) -> Self {
        use CampaignRefusal as R;
        let (id, en) = (refusal.indonesian(), refusal.to_string());
        let code = refusal.code().unwrap_or("CAMPAIGN");
        match refusal {
            R::NotFound(_) => Self::new("not-found", code, id, en),
            R::Field(said) => Self::new("invalid-fields", code, id, en).field(said.field),
            R::Conflict(said) => Self::new("conflict", code, id, en).field(said.field),
            R::Forbidden(error) => error.into(),
            R::Law(error) => error.into(),
            R::Sealed(error) => error.into(),
            R::Event(error) => error.into(),
            R::Db(error) => error.into(),
        }
    }
}
