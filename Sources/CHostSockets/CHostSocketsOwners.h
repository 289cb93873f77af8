/* The loop of the process that finds the owners of sockets. */

/* Answers questions until the other end of the channel is closed. */
void chost_answer_questions(int channel);
