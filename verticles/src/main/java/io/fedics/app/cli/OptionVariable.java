package io.fedics.app.cli;

import java.util.Map;
import java.util.Optional;

/** The field's usual environment variables that stand for an option nobody gave. Those of settings: {@link SettingsSource}. */
public enum OptionVariable {
  /** A file of flows, or of a site's rows. */
  DATA_PATH,
  /** Where sites join a training, {@code HOST:PORT}. */
  FLOWER_SERVER_ADDRESS,
  FL_NUM_ROUNDS,
  /** Between two flows of a replay; milliseconds, or with a unit. */
  SIMULATION_DELAY;

  /** An empty one is as good as none. */
  public Optional<String> in(Map<String, String> environment) {
    return Optional.ofNullable(environment.get(name())).filter(value -> !value.isEmpty());
  }
}
