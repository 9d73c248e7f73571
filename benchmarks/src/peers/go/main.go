// Command peers asks gopsutil and go-netstat who listens on a TCP port. The line protocol is in ../README.md.
package main

import (
	"bufio"
	"fmt"
	"os"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/cakturk/go-netstat/netstat"
	psnet "github.com/shirou/gopsutil/v4/net"
)

func gopsutil(port int) ([]int, error) {
	connections, err := psnet.Connections("tcp")
	var pids []int
	for _, connection := range connections {
		if connection.Laddr.Port == uint32(port) && connection.Status == "LISTEN" {
			pids = append(pids, int(connection.Pid))
		}
	}
	return pids, err
}

func goNetstat(port int) ([]int, error) {
	listens := func(s *netstat.SockTabEntry) bool {
		return s.State == netstat.Listen && int(s.LocalAddr.Port) == port
	}
	four, err := netstat.TCPSocks(listens)
	if err != nil {
		return nil, err
	}
	six, err := netstat.TCP6Socks(listens)
	var pids []int
	for _, socket := range append(four, six...) {
		if socket.Process != nil {
			pids = append(pids, socket.Process.Pid)
		}
	}
	return pids, err
}

func ask(operation string, port int) string {
	operations := map[string]func(int) ([]int, error){"gopsutil": gopsutil, "go-netstat": goNetstat}
	run, known := operations[operation]
	if !known {
		return "ERR no such operation: " + operation
	}
	pids, err := run(port)
	if err != nil {
		return "ERR " + strings.ReplaceAll(err.Error(), "\n", " ")
	}
	if len(pids) == 0 {
		return "none"
	}
	sort.Ints(pids)
	return strings.Trim(strings.ReplaceAll(fmt.Sprint(pids), " ", ","), "[]")
}

func main() {
	if len(os.Args) == 4 && os.Args[1] == "--once" {
		port, _ := strconv.Atoi(os.Args[3])
		fmt.Println(ask(os.Args[2], port))
		return
	}
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		count, _ := strconv.Atoi(words[1])
		port, _ := strconv.Atoi(words[2])
		nanos := make([]int64, count)
		answer := ""
		for i := range nanos {
			start := time.Now()
			answer = ask(words[0], port)
			nanos[i] = time.Since(start).Nanoseconds()
		}
		sort.Slice(nanos, func(i, j int) bool { return nanos[i] < nanos[j] })
		fmt.Println(nanos[count/2], answer)
	}
}
