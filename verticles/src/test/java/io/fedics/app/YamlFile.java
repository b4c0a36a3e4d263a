package io.fedics.app;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A file of this repository as JSON, anchors and merges resolved. */
final class YamlFile {
  private static final Path ROOT = Path.of("..");

  private YamlFile() {}

  /**
   * @param name from the root of the repository
   */
  static JsonObject read(String name) throws IOException {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setMaxAliasesForCollections(500);
    Map<String, Object> document =
        new Yaml(new SafeConstructor(options)).load(Files.readString(ROOT.resolve(name)));
    return new JsonObject(document);
  }
}
