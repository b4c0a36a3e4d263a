package io.fedics.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.app.cli.OptionVariable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What people read is what the program does. */
class ConfigurationPageTest {
  private static final Pattern ROW = Pattern.compile(
      "^\\| `([a-z]+\\.[a-z0-9-]+)` \\| (?:`(.*?)`|–) \\| (.+) \\|$", Pattern.MULTILINE);

  @Test
  void configurationPage_always_listsEverySettingWithItsDefault() throws IOException {
    Map<String, String> listed = new TreeMap<>();
    var rows = ROW.matcher(Files.readString(Path.of("../docs/configuration.md")));
    while (rows.find()) {
      listed.put(rows.group(1), rows.group(2) == null ? "" : rows.group(2));
    }
    assertThat(listed).isEqualTo(new TreeMap<>(Configs.defaults()));
  }

  @Test
  void exampleEnvironment_always_listsEveryVariableAndWhichAreNotRead() throws IOException {
    String[] example =
        Files.readString(Path.of("../.env.example")).split("# Known names that this version", 2);
    String page = Files.readString(Path.of("../docs/configuration.md"));
    for (String name : usualNames()) {
      assertThat(example[0]).contains("#" + name + "=");
      assertThat(page).contains("`" + name + "`");
    }
    assertThat(example[1].lines().filter(line -> line.startsWith("#")))
        .containsExactly(
            "#SLACK_WEBHOOK_URL=",
            "#MLFLOW_TRACKING_URI=",
            "#MLFLOW_MODEL_NAME=",
            "#MLFLOW_MODEL_STAGE=");
  }

  private static Set<String> usualNames() {
    Set<String> names = new TreeSet<>(SettingsSource.usualNames());
    Arrays.stream(OptionVariable.values()).map(OptionVariable::name).forEach(names::add);
    return names;
  }
}
