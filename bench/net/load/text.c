/* The text that is sent: made-up words in mixed case with digits and punctuation, all ASCII. */
#include "load.h"

unsigned char text[TEXT_PERIOD + TEXT_REACH], upper[TEXT_PERIOD + TEXT_REACH];

void make_text(void)
{
    static const char letters[] = "etaoinshrdlucmfwypvbgkjqxz  ETAOIN 0123456789 .,;:!?'-\n";
    uint32_t random = 20240917;
    for (int i = 0; i < TEXT_PERIOD; i++) {
        random = random * 1664525 + 1013904223;
        text[i] = letters[(random >> 16) % (sizeof letters - 1)];
        upper[i] = text[i] >= 'a' && text[i] <= 'z' ? text[i] - 32 : text[i];
    }
    for (int i = 0; i < TEXT_REACH; i++) {
        text[TEXT_PERIOD + i] = text[i % TEXT_PERIOD];
        upper[TEXT_PERIOD + i] = upper[i % TEXT_PERIOD];
    }
}
