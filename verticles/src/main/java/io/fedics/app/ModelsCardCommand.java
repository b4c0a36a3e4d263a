package io.fedics.app;

import io.fedics.app.ModelCatalogue.Model;
import io.fedics.shared.error.UsageException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a model is, learned from and is meant for, in words. */
@Command(
    name = "card",
    description = "Prints the card of a model: what it judges, learned from, and is not meant for.",
    mixinStandardHelpOptions = true)
final class ModelsCardCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "NAME",
      description = "As listed, NAME or NAME@VERSION; of several of a name the active one.")
  private String name = "";

  @Mixin
  private DataOptions data = new DataOptions();

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Model model = find(ModelCatalogue.of(data.folder(System.getenv())).all(), name);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(ModelsListCommand.json(List.of(model)).encode());
    } else {
      out.println(model.bundle().card().strip());
    }
    return Main.OK;
  }

  static Model find(List<Model> models, String name) {
    List<Model> named = models.stream()
        .filter(it -> it.label().equals(name) || it.bundle().name().equals(name))
        .toList();
    List<Model> active = named.stream().filter(Model::active).toList();
    if (named.size() == 1) {
      return named.getFirst();
    }
    if (active.size() == 1) {
      return active.getFirst();
    }
    throw new UsageException("NAME: %s (expected: %s)"
        .formatted(
            name,
            (named.isEmpty() ? models : named)
                .stream().map(Model::label).sorted().collect(Collectors.joining(", "))));
  }
}
