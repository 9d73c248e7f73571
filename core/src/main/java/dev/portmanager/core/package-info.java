/** The port manager itself: what the rooms beside it do, put together. */
@NullMarked
package dev.portmanager.core;

import org.jspecify.annotations.NullMarked;
