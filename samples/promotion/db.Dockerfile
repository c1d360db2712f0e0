# The database of samples/guestbook.
FROM jcompose/java
COPY guestbook/target/app/h2.jar /app/
