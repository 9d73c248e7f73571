package dev.portmanager.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs some tests of a contract, whose results are the subject of another test. */
final class ContractRun {

  private ContractRun() {}

  /** Returns the names of all tests that a class has, inherited ones included. */
  static Set<String> testsOf(Class<?> contract) {
    return methods(contract).map(Method::getName).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Runs the tests of these names; a result is there for each that was found. */
  static Map<String, TestExecutionResult> of(Class<?> contract, Collection<String> tests) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(
                methods(contract)
                    .filter(method -> tests.contains(method.getName()))
                    .map(method -> selectMethod(contract, method))
                    .toList())
            .build();
    Results results = new Results(new TreeMap<>());
    LauncherFactory.create().execute(request, results);
    return results.byName();
  }

  private static Stream<Method> methods(Class<?> contract) {
    return Stream.<Class<?>>iterate(contract, type -> type != null, Class::getSuperclass)
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(method -> method.isAnnotationPresent(Test.class));
  }

  private record Results(Map<String, TestExecutionResult> byName) implements TestExecutionListener {
    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (test.isTest()) {
        byName.put(test.getDisplayName().replaceFirst("\\(.*", ""), result);
      }
    }
  }
}
