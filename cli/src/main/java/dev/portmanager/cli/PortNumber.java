package dev.portmanager.cli;

/**
 * A port on the command line.
 *
 * @param number 1 to 65535
 */
record PortNumber(int number) {}
