//! Recognising many requests of one token with one look: a bank's machine sends hundreds a second.
//!
//! A request never takes the answer of a look that began before it came, so a token that was taken
//! back is refused from the very next request on, as if each had looked for itself.

use access::{
    Outside,
    sessions::{Recognised, recognise},
};
use db::{Db, DbError};
use std::{
    collections::{HashMap, hash_map::Entry},
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::oneshot;

/// Who waits, and the time of their request.
type Asking = (Outside, oneshot::Sender<Option<Recognised>>);

/// Those who wait for the next look, by token. A token that is being looked at has an entry.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recognition(Arc<Mutex<HashMap<String, Vec<Asking>>>>);

impl Recognition {
    /// Recognises a token as [`recognise`] does.
    pub(crate) async fn of(
        &self,
        db: &Db,
        outside: Outside,
        token: &str,
    ) -> Result<Option<Recognised>, DbError> {
        let (answer, answered) = oneshot::channel();
        let asking = (outside.clone(), answer);
        let first = match self.waiting().entry(token.to_owned()) {
            Entry::Occupied(mut entry) => {
                entry.get_mut().push(asking);
                None
            }
            Entry::Vacant(entry) => {
                entry.insert(Vec::new());
                Some(asking)
            }
        };
        if let Some(first) = first {
            // A task of its own: whoever asked first may go away before the others have an answer.
            tokio::spawn(self.clone().look(db.clone(), token.to_owned(), first));
        }
        match answered.await {
            Ok(recognised) => Ok(recognised),
            // The look failed; ours may not, and says why if it does.
            Err(_) => recognise(db, &outside, token).await,
        }
    }

    async fn look(self, db: Db, token: String, first: Asking) {
        let mut now = vec![first];
        while let Some((outside, _)) = now.last() {
            // Where the look fails the senders are let go, and each looks for itself.
            if let Ok(recognised) = recognise(&db, outside, &token).await {
                for (_, answer) in now.drain(..) {
                    let _ = answer.send(recognised.clone());
                }
            }
            now = self.next(&token);
        }
    }

    /// Those who came during the last look; when there are none, the token is let go.
    fn next(&self, token: &str) -> Vec<Asking> {
        let mut waiting = self.waiting();
        let next = waiting.get_mut(token).map(std::mem::take).unwrap_or_default();
        if next.is_empty() {
            waiting.remove(token);
        }
        next
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, HashMap<String, Vec<Asking>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use access::{
        CommandHeader, Keyring, Office, Passwords, Role, carry_out,
        sessions::{EndSession, IssueToken},
        users::{CreateUser, GrantRole},
    };
    use db::{OpenOptions, Uuid};
    use regulation::Law;
    use terms::{Private, Timestamp, ids::CommandId};

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_crowd_is_recognised_at_once_and_refused_at_once() {
        let file = std::env::temp_dir().join(format!("lindung-{}-door.db", std::process::id()));
        let _ = std::fs::remove_file(&file);
        let options = OpenOptions { create: true, ..OpenOptions::default() };
        let db = Db::open(file.to_str().unwrap(), options).await.unwrap();
        let now: Timestamp = "2026-11-21T02:00:00Z".parse().unwrap();
        db::migrate(&db, now).await.unwrap();
        let outside = Outside::new(now, Arc::new(Law::built_in().clone()));
        let keys = Arc::new(Keyring::for_tests());
        let office = Office::of_the_system(db.clone(), outside.clone(), keys);
        let header = |n: u128| CommandHeader::new(CommandId(Uuid::from_u128(n)), b"");
        let login = "bank.pintu".to_owned();
        let word = Private::new("kata sandi mesin bank".to_owned());
        let one_time = Passwords::new().hash(&login, &word).await.unwrap();
        let create = CreateUser { login, display_name: "Bank".into(), one_time };
        let user = carry_out(&office, &header(1), &create).await.unwrap().user;
        let grant = GrantRole { user, role: Role::Integrator, area: None };
        carry_out(&office, &header(2), &grant).await.unwrap();
        let end: Timestamp = "2027-03-01T00:00:00Z".parse().unwrap();
        let (issue, token) = IssueToken::prepare(user, "pintu", end).unwrap();
        let session = carry_out(&office, &header(3), &issue).await.unwrap().session;
        let recognition = Recognition::default();
        let crowd = |token: String| {
            let ask = |_| {
                let (all, db, outside) = (recognition.clone(), db.clone(), outside.clone());
                let token = token.clone();
                tokio::spawn(async move { all.of(&db, outside, &token).await.unwrap() })
            };
            futures_util::future::join_all((0..200).map(ask))
        };
        for who in crowd(token.reveal().to_owned()).await {
            assert_eq!(who.unwrap().unwrap().user, user);
        }
        assert!(crowd("nobody's".into()).await.into_iter().all(|who| who.unwrap().is_none()));
        carry_out(&office, &header(4), &EndSession(session)).await.unwrap();
        let after = crowd(token.reveal().to_owned()).await;
        assert!(after.into_iter().all(|who| who.unwrap().is_none()));
        assert!(recognition.waiting().is_empty(), "nobody is waited for any more");
        db.close().await;
        let _ = std::fs::remove_file(&file);
    }
}
