/** Chalkstream in a Spring Boot application that has users, roles and a controller of its own. */
@NullMarked
package dev.chalkstream.example.spring;

import org.jspecify.annotations.NullMarked;
