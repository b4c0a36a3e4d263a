package io.fedics.ingest.simulate.domain;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The parameters of one attack: what the script gives, else drawn. Everything is drawn in any case, so that giving one
 * leaves the others alone.
 */
final class Choices {
  private final ScenarioName scenario;
  private final Dice dice;
  private final Map<String, String> given;
  private final TreeSet<String> unread;

  Choices(ScenarioName scenario, Dice dice, Map<String, String> given) {
    this.scenario = scenario;
    this.dice = dice;
    this.given = given;
    this.unread = new TreeSet<>(given.keySet());
  }

  ScenarioName scenario() {
    return scenario;
  }

  Dice dice() {
    return dice;
  }

  boolean has(String name) {
    return given.containsKey(name);
  }

  /** Uniform in the logarithm between the two, which are above 0; a given number may lie outside. */
  double number(String name, double low, double high) {
    double drawn = dice.logBetween(low, high);
    String text = take(name);
    if (text.isEmpty()) {
      return drawn;
    }
    try {
      double number = Double.parseDouble(text);
      if (number >= 0 && number < Double.POSITIVE_INFINITY) {
        return number;
      }
      throw refuse(name, text, "0 or more");
    } catch (NumberFormatException e) {
      throw refuse(name, text, "a number such as " + Math.round(high));
    }
  }

  int count(String name, int low, int high) {
    return Math.clamp(Math.round(number(name, low, high)), 1, Integer.MAX_VALUE);
  }

  /** One of the numbers, or whatever is given. */
  int oneOf(String name, int... numbers) {
    int drawn = dice.pick(numbers);
    return has(name) ? count(name, 1, 65_535) : drawn;
  }

  /** An address that is given, or one of the devices. */
  String device(String name, List<Device> candidates) {
    return text(name, dice.pick(candidates).address());
  }

  String text(String name, String drawn) {
    String text = take(name);
    return text.isEmpty() ? drawn : text;
  }

  private String take(String name) {
    unread.remove(name);
    return given.getOrDefault(name, "");
  }

  private IllegalArgumentException refuse(String name, String text, String expected) {
    return new IllegalArgumentException(
        scenario.wireName() + " " + name + ": " + text + " (expected: " + expected + ")");
  }

  /**
   * @throws IllegalArgumentException naming a parameter that this attack does not have
   */
  void rejectUnread() {
    if (!unread.isEmpty()) {
      throw new IllegalArgumentException(
          "scenario " + scenario.wireName() + " has no parameter " + unread.first());
    }
  }
}
