//! Single durable payments, in process: many senders, one desk, against one transaction a payment.

use access::{Office, Outside};
use contribution::{Report, desk::PaymentDesk};
use db::{Db, OpenOptions};
use regulation::Law;
use std::{sync::Arc, time::Instant};

#[tokio::main]
async fn main() {
    let address = std::env::args().nth(1).expect("an address");
    let db = Db::open(&address, OpenOptions { create: true, ..OpenOptions::default() })
        .await
        .expect("open");
    let now = bench::office(&db).outside.now;
    db::migrate(&db, now).await.expect("migrated");
    let n: u64 = std::env::args().nth(2).and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let start = Instant::now();
    let codes = bench::members_with_codes(&db, n).await;
    db.look_at_tables().await.expect("looked");
    eprintln!("{n} members with codes in {:?}", start.elapsed());
    let law = Arc::new(Law::built_in().clone());
    let office = bench::office(&db);
    let clock: contribution::desk::Clock = Arc::new(move || now);
    let (desk, _handles) = PaymentDesk::open(&db, &law, &office.keys, &clock);
    let mut codes = codes.into_iter().enumerate();
    for senders in [1usize, 8, 32, 128, 512] {
        let each = if senders == 1 { 2_000 } else { 20_000 / senders };
        let start = Instant::now();
        let mut tasks = Vec::new();
        for _ in 0..senders {
            let mine: Vec<(usize, (String, terms::Rupiah))> = codes.by_ref().take(each).collect();
            let (desk, db, law, keys) =
                (desk.clone(), db.clone(), law.clone(), office.keys.clone());
            tasks.push(tokio::spawn(async move {
                for (i, (code, amount)) in mine {
                    let report = Report {
                        channel: "bench".into(),
                        reference: format!("B{i}"),
                        code,
                        amount,
                        paid_at: now,
                    };
                    desk.take(
                        Office::of_the_system(
                            db.clone(),
                            Outside::new(now, law.clone()),
                            keys.clone(),
                        ),
                        report,
                    )
                    .await
                    .expect("taken");
                }
            }));
        }
        for task in tasks {
            task.await.expect("done");
        }
        let n = (senders * each) as f64;
        println!("{senders:4} senders: {:.0} payments/s", n / start.elapsed().as_secs_f64());
    }
}
