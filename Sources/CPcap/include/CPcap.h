#ifndef TCPINSPECT_CPCAP_H
#define TCPINSPECT_CPCAP_H
#include <pcap/pcap.h>
#endif
