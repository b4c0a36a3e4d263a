package io.fedics.ingest.simulate.domain;

import io.fedics.shared.event.FlowBuilder;
import java.util.ArrayList;
import java.util.List;

/** Using up what a service has. */
final class Floods {
  private static final double RANDOM = 1;

  private final Target target;
  private final Plant plant;
  private final Choices choices;
  private final Dice dice;

  Floods(Target target, Choices choices) {
    this.target = target;
    this.plant = target.plant();
    this.choices = choices;
    this.dice = choices.dice();
  }

  /** Half-open connections from one source. */
  Campaign syn() {
    boolean inside = dice.chance(0.5);
    String attacker =
        choices.text("attacker", inside ? plant.insider(dice) : Internet.address(dice));
    Device drawn = dice.pick(inside ? servers() : plant.exposed());
    String victim = choices.text("victim", drawn.address());
    int port = choices.oneOf("port", servedBy(victim, drawn));
    Pace pace = Pace.over(
        choices.number("seconds", 10, 60),
        choices.number("rate", 60 * bigger(), 600 * bigger()),
        RANDOM);
    return new Campaign(
        ScenarioName.SYN_FLOOD,
        target.wire(),
        dice.of("steps"),
        attacker,
        pace,
        (at, n, campaign) ->
            campaign.strike(at, victim, half(at, campaign.dice(), attacker, victim, port)));
  }

  /** The same, or UDP, from many sources that are not real. */
  Campaign distributed() {
    Device drawn = dice.pick(plant.exposed());
    String victim = choices.text("victim", drawn.address());
    int port = choices.oneOf("port", servedBy(victim, drawn));
    Pace pace = Pace.over(
        choices.number("seconds", 10, 60),
        choices.number("rate", 80 * bigger(), 800 * bigger()),
        RANDOM);
    int sources = choices.count("sources", 300, 20_000);
    boolean udp = dice.chance(0.3);
    Dice pool = dice.of("sources");
    return new Campaign(
        ScenarioName.DISTRIBUTED_FLOOD,
        target.wire(),
        dice.of("steps"),
        null,
        pace,
        (at, n, campaign) -> {
          Dice d = campaign.dice();
          String source = Internet.address(pool.of(d.below(sources)));
          campaign.strike(
              at,
              victim,
              udp
                  ? Conversation.udp(at, d, source, victim, port, "udp", 0, d.between(64, 1_200), 0)
                      .service(null)
                      .service(null)
                  : half(at, d, source, victim, port));
        });
  }

  private static FlowBuilder half(long at, Dice dice, String from, String to, int port) {
    return dice.chance(0.1)
        ? Conversation.refused(at, dice, from, to, port)
        : Conversation.unanswered(at, dice, from, to, port, 0, 1);
  }

  /** Many connections that say next to nothing and are held for long. */
  Campaign slow() {
    boolean inside = dice.chance(0.6);
    String attacker =
        choices.text("attacker", inside ? plant.insider(dice) : Internet.address(dice));
    Device drawn = dice.pick(inside ? servers() : plant.exposed());
    String victim = choices.text("victim", drawn.address());
    int port = choices.oneOf("port", servedBy(victim, drawn));
    Pace pace =
        new Pace(choices.number("rate", 2, 20), choices.count("connections", 150, 800), RANDOM);
    double hold = choices.number("hold", 20, 120);
    return new Campaign(
        ScenarioName.SLOW_DOS,
        target.wire(),
        dice.of("steps"),
        attacker,
        pace,
        (at, n, campaign) -> {
          Dice d = campaign.dice();
          long micros = d.size(hold * 1e6, 0.2);
          long end = at + micros;
          campaign.strikeLater(
              end,
              victim,
              d.chance(0.7)
                  ? Conversation.reset(
                      end, d, attacker, victim, port, micros, d.between(150, 1_500), 0)
                  : Conversation.tcp(
                      end,
                      d,
                      attacker,
                      victim,
                      port,
                      "http",
                      micros,
                      d.between(150, 1_500),
                      d.below(300)));
        });
  }

  /** A large plant's servers stand more. */
  private double bigger() {
    return StrictMath.sqrt(Math.max(1, target.rate() / 50));
  }

  private List<Device> servers() {
    return plant.all(
        DeviceKind.PLC,
        DeviceKind.HMI,
        DeviceKind.HISTORIAN,
        DeviceKind.OPC_SERVER,
        DeviceKind.WEB_SERVER);
  }

  private int[] servedBy(String victim, Device drawn) {
    var ports = new ArrayList<Integer>();
    for (int port : new int[] {22, 80, 443, 502, 3_389, 4_840, 445, 993}) {
      if (plant.device(victim).orElse(drawn).kind().serves(port)) {
        ports.add(port);
      }
    }
    return ports.stream().mapToInt(Integer::intValue).toArray();
  }
}
