//! Bad networks: whatever a line does, what was saved arrives once, and the person is told how it
//! stands.

use browser::{Asked, Browser, HOME, Line, Mishap, Profile, Server, app_files};

#[tokio::test]
async fn whatever_befalls_the_line_everything_arrives_once() {
    let server = Server::start();
    let line = Line::to(&server);
    let volunteer = Browser::open("bad-line").await;
    volunteer.signs_in(&line, "congtacvien", "135790").await;
    volunteer.opens(&line, "/ghi-danh").await;
    // Each save wakes the sync, and meets the next mishap.
    for (number, mishap) in Mishap::ALL.iter().enumerate() {
        line.plans(&[*mishap]);
        volunteer.registers_family(&[format!("Kiều Thử {number}")], HOME, false).await;
        line.has_fired(number + 1).await;
    }
    assert_eq!(line.fired(), Mishap::ALL);
    volunteer.sends_all(&line).await;
    volunteer.finds_people(&line, "kieu+thu", Mishap::ALL.len()).await;

    let officer = Browser::open("good-line").await;
    officer.signs_in(&server, "canbophuong4", "246810").await;
    officer.finds_people(&server, "kieu+thu", Mishap::ALL.len()).await;
    officer.close().await;
    volunteer.close().await;
}

#[tokio::test]
async fn a_captive_portal_counts_as_no_network_and_spoils_nothing() {
    let server = Server::start();
    let line = Line::to(&server);
    let volunteer = Browser::open("captive").await;
    volunteer.signs_in(&line, "congtacvien", "135790").await;
    volunteer.has_the_app_for_offline().await;
    line.is_captive(true);
    volunteer.opens(&line, "/ghi-danh").await; // the app is not the portal's page
    volunteer.registers_family(&["Kiều Thử Cổng".to_owned()], HOME, false).await;
    volunteer.reads("Ngoại tuyến").await;
    line.is_captive(false);
    volunteer.sends_all(&line).await;
    volunteer.finds_people(&line, "kieu+thu", 1).await;
    volunteer.close().await;
}

#[tokio::test]
async fn on_a_slow_line_ones_own_work_goes_up_before_anything_comes_down() {
    let server = Server::start();
    let line = Line::to(&server);
    let volunteer = Browser::open("slow-line").await;
    volunteer.signs_in(&line, "congtacvien", "135790").await;
    volunteer.has_the_app_for_offline().await;
    line.is_down(true);
    volunteer.opens(&line, "/ghi-danh").await;
    for number in 0..4 {
        volunteer.registers_family(&[format!("Kiều Thử {number}")], HOME, false).await;
    }
    let officer = Browser::open("meanwhile").await;
    officer.signs_in(&server, "canbophuong4", "246810").await;
    officer.opens(&server, "/ghi-danh").await;
    officer.registers_family(&["Kiều Thử Bốn".to_owned()], HOME, false).await;
    officer.has_sent_all().await;

    line.has(Profile::G2);
    line.is_down(false);
    line.asked();
    volunteer.sends_all(&line).await;
    let asked = line.asked();
    let pushes = asked.iter().take_while(|asked| **asked == Asked::Push).count();
    assert!(pushes > 0 && asked[pushes..].contains(&Asked::Pull), "{asked:?}");
    line.has(Profile::LOOPBACK);
    volunteer.finds_people(&line, "kieu+thu", 5).await;
    officer.close().await;
    volunteer.close().await;
}

#[tokio::test]
async fn a_ledger_that_is_cut_on_its_way_goes_on_where_it_was() {
    let server = Server::start();
    let line = Line::to(&server);
    line.has(Profile::G3);
    let officer = Browser::open("cut-on-its-way").await;
    officer.begins_to_sign_in(&line, "canboquan", "246810").await;
    let mut froms: Vec<u64> = vec![];
    for cut in 0..3 {
        line.plans(&[Mishap::CutDown]);
        line.has_fired(cut + 1).await;
        officer.opens(&line, "/viec-gui").await; // a reload, in the middle of it
        officer.presses(".action .button--main").await;
    }
    line.has(Profile::LOOPBACK);
    officer.has_sent_all().await;
    for asked in line.asked() {
        if let Asked::Image(from) = asked {
            froms.push(from);
        }
    }
    assert!(froms.windows(2).all(|two| two[0] <= two[1]), "{froms:?}");
    assert!(froms.len() > 6 && froms[froms.len() - 1] > 0, "{froms:?}");
    officer.close().await;
}

#[tokio::test]
async fn a_page_that_has_not_come_yet_says_so_and_comes_with_the_network() {
    let server = Server::start();
    let volunteer = Browser::open("page-later").await;
    volunteer.does_not_get(&app_files("LATER")).await;
    volunteer.signs_in(&server, "congtacvien", "135790").await;
    volunteer.opens(&server, "/ghi-danh").await; // this one needs nothing that comes later
    volunteer.registers_family(&["Kiều Thử Sau".to_owned()], HOME, false).await;
    volunteer.presses("nav a[href='/nguoi']").await;
    volunteer.reads("Trang này chưa về máy").await;
    volunteer.has_no_barriers("a page that has not come").await;
    volunteer.does_not_get(&[]).await;
    volunteer.presses("main .notices button").await;
    volunteer.reads("người, xếp theo tên").await;
    volunteer.close().await;
}
