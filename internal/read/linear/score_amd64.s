#include "textflag.h"

// func find8(keys *uint32, buckets int, features *uint32, n int, rows *uint32) int
// Compares each feature with the eight keys of its bucket at once. Its slot is written whether or not it is found, and counted
// if it is. Only where a bucket is full, and the feature may be in the next, is there a jump that depends on what was read.
TEXT ·find8(SB), NOSPLIT, $0-48
	MOVQ keys+0(FP), SI
	MOVQ buckets+8(FP), R8
	MOVQ features+16(FP), DI
	MOVQ n+24(FP), CX
	MOVQ rows+32(FP), DX
	XORQ R15, R15 // found
	MOVQ $1, R14

feature:
	MOVL (DI), AX
	TESTL AX, AX
	CMOVLEQ R14, AX // 0 marks a free slot
	MOVQ AX, BX
	IMULQ R8, BX
	SHRQ $32, BX // bucket
	VMOVD AX, X0
	VPBROADCASTD X0, Y0

compare:
	MOVQ BX, R9
	SHLQ $5, R9
	VPCMPEQD (SI)(R9*1), Y0, Y1
	VMOVMSKPS Y1, R10
	MOVL $8, R11
	BSFL R10, R11
	LEAQ (R11)(BX*8), R12
	MOVL R12, (DX)(R15*4)
	XORL R13, R13
	TESTL R10, R10
	SETNE R13
	ADDQ R13, R15
	CMPL 28(SI)(R9*1), $0
	JNE full

next:
	ADDQ $4, DI
	DECQ CX
	JNZ feature
	VZEROUPPER
	MOVQ R15, ret+40(FP)
	RET

full:
	TESTL R10, R10
	JNE next
	INCQ BX
	CMPQ BX, R8
	JLT compare
	XORQ BX, BX
	JMP compare

// func sum8(weights *int8, stride int, rows *uint32, n int, sums *[8]int16)
// Sums 8 bytes of each of n rows of weights, whose numbers stand in rows, in 16 bits.
TEXT ·sum8(SB), NOSPLIT, $0-40
	MOVQ weights+0(FP), SI
	MOVQ stride+8(FP), R8
	MOVQ rows+16(FP), DI
	MOVQ n+24(FP), CX
	MOVQ sums+32(FP), DX
	VPXOR X0, X0, X0

row8:
	MOVL (DI), AX
	IMULQ R8, AX
	VPMOVSXBW (SI)(AX*1), X1
	VPADDW X1, X0, X0
	ADDQ $4, DI
	DECQ CX
	JNZ row8

	VMOVDQU X0, (DX)
	RET

// func sum16(weights *int8, stride int, rows *uint32, n int, sums *[16]int16)
// The same for 16 bytes.
TEXT ·sum16(SB), NOSPLIT, $0-40
	MOVQ weights+0(FP), SI
	MOVQ stride+8(FP), R8
	MOVQ rows+16(FP), DI
	MOVQ n+24(FP), CX
	MOVQ sums+32(FP), DX
	VPXOR Y0, Y0, Y0

row16:
	MOVL (DI), AX
	IMULQ R8, AX
	VPMOVSXBW (SI)(AX*1), Y1
	VPADDW Y1, Y0, Y0
	ADDQ $4, DI
	DECQ CX
	JNZ row16

	VMOVDQU Y0, (DX)
	VZEROUPPER
	RET
