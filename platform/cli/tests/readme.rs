//! What the README shows is what the program prints.

use std::{path::Path, process::Command};

#[test]
fn every_answer_in_the_readme_is_the_programs_own() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md");
    let readme = std::fs::read_to_string(path).expect("there is a README");
    let mut n = 0;
    for block in readme.split("```console\n").skip(1).filter_map(|rest| rest.split("```").next()) {
        let Some((line, shown)) = block.split_once('\n') else { continue };
        let Some(typed) = line.strip_prefix("$ lindung ") else { continue };
        if shown.starts_with("$ ") {
            continue; // a list of commands, without their answers
        }
        let output = Command::new(env!("CARGO_BIN_EXE_lindung"))
            .env_remove("LINDUNG_LAW")
            .args(typed.split(' '))
            .output()
            .expect("the program runs");
        let said = [output.stdout, output.stderr].concat();
        assert_eq!(String::from_utf8_lossy(&said), shown, "{line}");
        n += 1;
    }
    assert!(n >= 4, "only {n} answers were found in the README");
}
