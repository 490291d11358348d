"""An administrator presses for a backup, and the page says without reloading when it has been made."""

from playwright.sync_api import Browser, expect

from meeting.backup.key import BackupKey
from meeting.worker import create_workshop
from tests.browser.still import Still
from tests.council import Council


def test_the_page_of_backups_says_when_one_is_made_without_a_reload(browser: Browser, council: Council) -> None:
    BackupKey(council.house.site.settings.data).make("banh chung nem ran pho ga")
    admin = Still(browser, council, "admin").opens("/backup")
    expect(admin.page.get_by_test_id("forgotten")).to_be_visible()
    admin.page.get_by_test_id("back-up").click()
    expect(admin.page.get_by_test_id("under-way")).to_be_visible()
    expect(admin.page.get_by_test_id("back-up")).to_be_disabled()
    workshop = create_workshop(council.house.site.settings, clock=council.clock)
    while workshop.work_once():
        pass
    workshop.database.close()
    expect(admin.page.get_by_test_id("sound")).to_be_visible(timeout=30_000)
    expect(admin.page.get_by_test_id("try-out")).to_be_enabled()
    admin.close()
