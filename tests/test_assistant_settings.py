"""Settings: defaults, then the file, then the environment, then flags."""

import pytest

from assistant.settings import Settings, SettingsError, load_settings


def test_flags_win_over_the_environment_over_the_file_over_defaults(tmp_path):
    (tmp_path / "minsheng.toml").write_text('index = "a"\nport = 1\nhost = "h"\n')
    env = {"MINSHENG_INDEX": "b", "MINSHENG_PORT": "2"}
    settings = load_settings(folder=tmp_path, environment=env, index="c", port=None)
    assert (settings.index, settings.port, settings.host) == ("c", 2, "h")
    assert settings.confidence == Settings().confidence


def test_an_unknown_key_is_named_with_the_known_ones(tmp_path):
    (tmp_path / "minsheng.toml").write_text("indx = 'a'\n")
    with pytest.raises(SettingsError, match="indx") as caught:
        load_settings(folder=tmp_path, environment={})
    assert "index" in caught.value.hint


def test_a_value_of_the_wrong_kind_says_where_it_stands(tmp_path):
    with pytest.raises(SettingsError, match="MINSHENG_PORT"):
        load_settings(folder=tmp_path, environment={"MINSHENG_PORT": "many"})


def test_a_broken_file_is_a_clear_error(tmp_path):
    (tmp_path / "minsheng.toml").write_text("index = \n")
    with pytest.raises(SettingsError, match=r"minsheng\.toml"):
        load_settings(folder=tmp_path, environment={})


def test_a_name_in_the_environment_that_is_no_setting_is_told_with_the_nearest(tmp_path, caplog):
    env = {"MINSHENG_EMBEDDING": "x", "MINSHENG_INDEX": "b", "MINSHENG_ZZZ": "y", "HOME": "z"}
    assert load_settings(folder=tmp_path, environment=env).embedder == ""
    (line,) = caplog.messages
    assert line.endswith(": MINSHENG_EMBEDDING → MINSHENG_EMBEDDER?, MINSHENG_ZZZ")


def test_names_that_are_settings_are_not_told(tmp_path, caplog):
    env = {"MINSHENG_EMBEDDER": "x", "MINSHENG_REQUIRE_BROWSER": "1", "PATH": "/bin"}
    assert load_settings(folder=tmp_path, environment=env).embedder == "x"
    assert caplog.messages == []
