{"address":"40.126.31.1","port":443,"connect_microseconds":[9812,9790,9801],"failed_tries":0}
