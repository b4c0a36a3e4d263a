package io.fedics.app.up;

import io.fedics.app.cli.ExitCode;
import io.fedics.app.folder.DataOptions;
import io.fedics.app.folder.RunFile;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints where the console of the running instance is. */
@Command(
    name = "dashboard",
    description = "Prints the address of the console of a running instance.",
    mixinStandardHelpOptions = true)
public final class DashboardCommand implements Callable<Integer> {
  @Mixin
  private DataOptions data = new DataOptions();

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    String url = RunFile.require(data.folder(System.getenv())).http();
    spec.commandLine().getOut().println(json ? new JsonObject().put("url", url).encode() : url);
    return ExitCode.OK;
  }
}
